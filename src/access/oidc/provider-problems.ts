import { Logger } from '@nestjs/common';
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { messageOf } from '../../domain/error-message.js';
import { Problem } from '../../http/problems/problem.js';

/** The provider can't be reached, does not respond in time, or fails. */
export class ProviderUnavailableError extends Error {}

/** How someone begins again. */
export const BEGIN_AGAIN = 'Begin again at /session/oidc.';

const logger = new Logger('Access');

/** Answers of providers to someone who did not log in. */
const REFUSALS = ['access_denied', 'login_required', 'interaction_required', 'consent_required'];

const FAILURES = ['server_error', 'temporarily_unavailable'];

/** Maps an error of the exchange with the provider to the problem that the browser gets; any other error is thrown. */
export function toProviderProblem(error: unknown): Problem {
  if (error instanceof ProviderUnavailableError) return unavailable(error.message);
  if (error instanceof AuthorizationResponseError) return fromAnswer(error);
  if (error instanceof ResponseBodyError) {
    if (error.error === 'invalid_grant') {
      return new Problem(
        400,
        `The provider does not accept the code: it was used, has expired, or belongs to another log-in. ${BEGIN_AGAIN}`,
      );
    }
    return unusable(`it answered ${described(error)}`);
  }
  const isUnauthorized = error instanceof WWWAuthenticateChallengeError;
  if (isUnauthorized) return unusable(`it does not accept the client (${error.status})`);
  if (!(error instanceof ClientError)) throw error;
  const { cause } = error;
  if (cause instanceof ProviderUnavailableError) return unavailable(cause.message);
  const says = [error.message, ...(Error.isError(cause) ? [cause.message] : [])];
  return unusable([...new Set(says)].join(': '));
}

/** What the browser brought back instead of a code. */
function fromAnswer(error: AuthorizationResponseError): Problem {
  if (REFUSALS.includes(error.error)) {
    return new Problem(403, `The provider did not log you in: ${described(error)}. ${BEGIN_AGAIN}`);
  }
  return FAILURES.includes(error.error) ? unavailable(described(error)) : unusable(`it answered ${described(error)}`);
}

/** On one line, since someone can write into the URL of the callback what the log will say. */
function described({ error, error_description: description }: AuthorizationResponseError | ResponseBodyError): string {
  const text = description === undefined ? error : `${error} (${description})`;
  return text.replace(/\p{Cc}+/gu, ' ');
}

function unavailable(reason: string): Problem {
  logger.warn(`the OpenID Connect provider does not answer: ${reason}`);
  return new Problem(503, 'The OpenID Connect provider does not answer at the moment. Try again in a few seconds.');
}

function unusable(reason: string): Problem {
  logger.warn(`the answer of the OpenID Connect provider can't be used: ${reason}`);
  return new Problem(
    502,
    `The answer of the OpenID Connect provider can't be used: ${reason}. Check OIDC_* and the client at the provider.`,
  );
}

/** A `fetch` whose errors say that it is the provider that does not answer. */
export async function fetchFromProvider(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options).catch((error: unknown) => {
    throw new ProviderUnavailableError(`${new URL(url).host}: ${reasonOf(error)}`);
  });
  if (response.status >= 500) throw new ProviderUnavailableError(`${new URL(url).host} answered ${response.status}`);
  return response;
}

/** The message of `fetch` is "fetch failed"; its cause says why. */
function reasonOf(error: unknown): string {
  return Error.isError(error) && Error.isError(error.cause) ? messageOf(error.cause) : messageOf(error);
}
