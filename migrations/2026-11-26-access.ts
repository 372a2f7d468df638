import { Migration } from '@mikro-orm/migrations';

/** API keys, the sessions that begin with one or with a log-in by OpenID Connect, and imports of keys that are limited to stores. */
export class Access extends Migration {
  override name = '2026-11-26-access';

  override up(): void {
    this.addSql(`
      create table api_key (
        key_id uuid primary key,
        name text not null,
        hint text not null,
        sha256 bytea not null unique check (length(sha256) = 32),
        role text not null check (role in ('reader', 'operator', 'admin', 'ingest')),
        stores text[] check (cardinality(stores) > 0),
        created_at timestamptz not null,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        replaces uuid references api_key,
        constraint api_key_of_an_admin_is_not_limited check (role <> 'admin' or stores is null)
      );
      comment on column api_key.hint is 'The first and the last characters of the secret, for people.';
      comment on column api_key.sha256 is 'Of the secret, which is not stored.';
      comment on column api_key.stores is 'The stores that the key is limited to; null: all of them.';
      comment on column api_key.last_used_at is 'To about five minutes.';
      comment on column api_key.replaces is 'The key that it was rotated from.';

      create table session (
        session_id uuid primary key,
        sha256 bytea not null unique check (length(sha256) = 32),
        key_id uuid references api_key,
        subject text,
        name text not null,
        role text not null check (role in ('reader', 'operator', 'admin', 'ingest')),
        stores text[] check (cardinality(stores) > 0),
        created_at timestamptz not null,
        last_used_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz,
        constraint session_has_one_origin check ((key_id is null) <> (subject is null))
      );
      create index session_key on session (key_id);
      create index session_expiry on session (expires_at);
      comment on column session.sha256 is 'Of the value of the cookie, which is not stored.';
      comment on column session.key_id is 'The key that it began with; role and stores are those of the key at that time.';
      comment on column session.subject is 'Who logged in by OpenID Connect: issuer and subject.';

      alter table import add column stores text[] check (cardinality(stores) > 0);
      comment on column import.stores is 'The stores that the uploader was limited to; null: all of them.';

      create function tell_access_ended() returns trigger language plpgsql as $$
        begin
          perform pg_notify('access_ended', to_jsonb(old) ->> tg_argv[0]);
          return null;
        end
      $$;
      create trigger api_key_ended after update of revoked_at on api_key
        for each row when (new.revoked_at is not null) execute function tell_access_ended('key_id');
      create trigger session_ended after update of ended_at on session
        for each row when (new.ended_at is not null) execute function tell_access_ended('session_id');
    `);
  }
}
