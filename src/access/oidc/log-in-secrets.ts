import { createHmac, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** What ties the answer of the provider to one log-in of one browser. */
export interface LogInSecrets {
  readonly state: string;
  readonly nonce: string;
  /** PKCE's. */
  readonly codeVerifier: string;
}

/** Returns the value of the cookie of a new log-in. */
export function createLogInToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** Derives the secrets from the value of the cookie, so that none of them is stored. */
export function secretsOf(token: string): LogInSecrets {
  const derive = (purpose: string) => createHmac('sha256', token).update(purpose).digest('base64url');
  return { state: derive('state'), nonce: derive('nonce'), codeVerifier: derive('code verifier') };
}
