import { Migration } from '@mikro-orm/migrations';

export class AuditEvents extends Migration {
  override name = '2026-11-26-audit-event';

  override up(): void {
    this.addSql(`
      create table audit_event (
        id bigint generated always as identity primary key,
        at timestamptz not null check (isfinite(at)),
        actor_kind text not null check (actor_kind in ('key', 'session', 'local', 'anonymous', 'system', 'command')),
        actor_id text check (actor_id <> ''),
        actor_hint text,
        action text not null check (action <> ''),
        entity text not null check (entity <> ''),
        entity_id text,
        before jsonb check (jsonb_typeof(before) in ('object', 'array')),
        after jsonb check (jsonb_typeof(after) in ('object', 'array')),
        request_id text,
        address text
      );
      create index on audit_event (at desc, id desc);
      create index on audit_event (actor_id, at desc, id desc);
      create index on audit_event (action, at desc, id desc);
      create index on audit_event (entity, at desc, id desc);
      create index on audit_event (entity_id, at desc, id desc);
      comment on table audit_event is
        'Who changed what. Only added to, but for retention. No foreign keys: events outlive what they are about.';
      comment on column audit_event.before is 'The values that changed; null if there were none.';

      create function drop_audit_events(until timestamptz) returns bigint language plpgsql security definer as $$
      declare
        dropped bigint;
      begin
        if until is null or until > now() - interval '30 days' then
          raise exception 'audit events of the last 30 days are not dropped' using errcode = 'invalid_parameter_value';
        end if;
        delete from audit_event where at < until;
        get diagnostics dropped = row_count;
        return dropped;
      end
      $$;
      comment on function drop_audit_events is
        'Drops the events before an instant that is 30 days ago or earlier, and returns their number.';
      do $$
      begin
        execute format('alter function drop_audit_events set search_path = %I, pg_temp', current_schema());
      end
      $$;
      revoke execute on function drop_audit_events from public;
    `);
  }
}
