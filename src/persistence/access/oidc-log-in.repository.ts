import { formatInstant, type Instant } from '../../domain/time/instant.js';
import type { Database } from '../connection/database.js';

/** A log-in that waits for the answer of the OpenID Connect provider. */
export interface OidcLogIn {
  /** Of the value of the cookie. */
  readonly sha256: Buffer;
  /** The path of this server where the browser goes afterwards. */
  readonly returnTo: string;
  readonly expiresAt: Instant;
}

/** Log-ins by OpenID Connect that have begun. */
export class OidcLogInRepository {
  constructor(private readonly database: Database) {}

  /** Adds a log-in, and drops those that have expired. */
  async add({ sha256, returnTo, expiresAt }: OidcLogIn, now: Instant): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query('delete from oidc_log_in where expires_at <= $1', [formatInstant(now)]);
      await client.query('insert into oidc_log_in (sha256, return_to, expires_at) values ($1, $2, $3)', [
        sha256,
        returnTo,
        formatInstant(expiresAt),
      ]);
    });
  }

  /** Removes a log-in, so that it ends once. Returns where the browser goes; null if it has ended or expired. */
  async take(sha256: Buffer, now: Instant): Promise<string | null> {
    const { rows } = await this.database.withClient((client) =>
      client.query<{ return_to: string; is_valid: boolean }>(
        'delete from oidc_log_in where sha256 = $1 returning return_to, expires_at > $2 as is_valid',
        [sha256, formatInstant(now)],
      ),
    );
    return rows[0]?.is_valid === true ? rows[0].return_to : null;
  }
}
