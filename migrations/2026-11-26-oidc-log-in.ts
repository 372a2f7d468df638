import { Migration } from '@mikro-orm/migrations';

/** Log-ins by OpenID Connect that wait for the answer of the provider. */
export class OidcLogIns extends Migration {
  override name = '2026-11-26-oidc-log-in';

  override up(): void {
    this.addSql(`
      create table oidc_log_in (
        sha256 bytea primary key check (length(sha256) = 32),
        return_to text not null check (return_to like '/%'),
        expires_at timestamptz not null check (isfinite(expires_at))
      );
      create index on oidc_log_in (expires_at);
      comment on column oidc_log_in.sha256 is 'Of the value of the cookie, which is not stored.';
      comment on column oidc_log_in.return_to is 'The path of this server where the browser goes afterwards.';
    `);
  }
}
