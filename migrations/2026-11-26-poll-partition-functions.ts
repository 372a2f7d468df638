import { Migration } from '@mikro-orm/migrations';

export class PollPartitionFunctions extends Migration {
  override name = '2026-11-26-poll-partition-functions';

  override up(): void {
    this.addSql(`
      create function poll_partition(month date) returns text language plpgsql stable as $$
      begin
        if extract(day from month) is distinct from 1 or month not between '1969-12-01' and '2255-01-01' then
          raise exception '% is not the first day of a month in which polls may be', coalesce(month::text, 'null')
            using errcode = 'invalid_parameter_value';
        end if;
        return format('%I.%I', current_schema(), 'poll_' || to_char(month, 'YYYY_MM'));
      end
      $$;
      comment on function poll_partition is 'The name of the table of a month, with its schema.';

      create function grant_poll_partition(partition regclass) returns void language plpgsql as $$
      declare
        can_maintain constant boolean := current_setting('server_version_num')::integer >= 170000;
        process_user regrole;
      begin
        for process_user in
          select distinct grantee::regrole from pg_class, aclexplode(relacl)
          where pg_class.oid = 'poll'::regclass and privilege_type = 'INSERT' and grantee not in (0, relowner)
        loop
          execute format('grant insert on %s to %s', partition, process_user);
          if can_maintain then execute format('grant maintain on %s to %s', partition, process_user); end if;
        end loop;
      end
      $$;
      comment on function grant_poll_partition is
        'Lets those who insert into poll fill the table of a month before it is attached, and vacuum it.';

      create function create_poll_partition(month date) returns void language plpgsql security definer as $$
      declare
        partition constant text := poll_partition(month);
      begin
        execute format(
          'create table %s (like poll including defaults including constraints including comments)', partition);
        perform grant_poll_partition(partition::regclass);
      end
      $$;
      comment on function create_poll_partition is 'Creates the table of a month, without an index, and does not attach it.';

      create function attach_poll_partition(month date) returns void language plpgsql security definer
        set maintenance_work_mem = '256MB' as $$
      declare
        partition constant text := poll_partition(month);
      begin
        execute format(
          'alter table %s
           add unique nulls not distinct (store_key, at, until_version) include (since_version, active)', partition);
        execute format(
          'alter table poll attach partition %s for values from (%L) to (%L)', partition,
          to_char(month, 'YYYY-MM-DD"T00:00:00Z"'), to_char(month + interval '1 month', 'YYYY-MM-DD"T00:00:00Z"'));
      end
      $$;
      comment on function attach_poll_partition is
        'Indexes the table of a month and attaches it; attaching creates the other indexes of poll.';

      create function drop_poll_partition(month date, dropped timestamptz) returns bigint language plpgsql
        security definer as $$
      declare
        partition constant text := poll_partition(month);
        month_end constant timestamptz := (month + interval '1 month') at time zone 'UTC';
        poll_count bigint;
      begin
        if month_end > now() - interval '1 day' then
          raise exception 'polls of % are not dropped: the month did not end a day ago', to_char(month, 'YYYY-MM')
            using errcode = 'invalid_parameter_value';
        end if;
        execute format(
          'with newest as (select store_key, max(at) as at, count(*) as polls from %s group by store_key),
             remembered as (
               update store set newest_dropped_poll_at = greatest(newest_dropped_poll_at, newest.at)
               from newest where key = newest.store_key)
           select coalesce(sum(polls), 0) from newest', partition) into poll_count;
        execute format('drop table %s', partition);
        if poll_count > 0 then
          insert into dropped_polls (month, until, polls, dropped_at)
          values (drop_poll_partition.month, month_end, poll_count, dropped)
          on conflict on constraint dropped_polls_pkey do update
          set polls = dropped_polls.polls + excluded.polls, dropped_at = excluded.dropped_at;
        end if;
        return poll_count;
      end
      $$;
      comment on function drop_poll_partition is
        'Drops the polls of a month that ended a day ago or earlier, records that, and returns their number.';

      do $$
      declare
        name text;
      begin
        -- Without a fixed path, a caller's own tables could take the place of these.
        foreach name in array array[
          'poll_partition(date)', 'grant_poll_partition(regclass)', 'create_poll_partition(date)',
          'attach_poll_partition(date)', 'drop_poll_partition(date, timestamptz)']
        loop
          execute format('alter function %s set search_path = %I, pg_temp', name, current_schema());
          execute format('revoke execute on function %s from public', name);
        end loop;
      end
      $$;
    `);
  }
}
