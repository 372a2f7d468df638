import { isGrpcServiceError } from '@temporalio/client';

/** Status codes of gRPC: https://grpc.io/docs/guides/status-codes/ */
export const GRPC_STATUS = {
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  PERMISSION_DENIED: 7,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

const UNAVAILABLE_CODES: readonly (number | undefined)[] = [GRPC_STATUS.DEADLINE_EXCEEDED, GRPC_STATUS.UNAVAILABLE];

/** Returns the gRPC status code of an error or of one of its causes: a worker's connection wraps errors of the server. */
export function grpcStatusOf(error: unknown): number | undefined {
  for (let current = error; Error.isError(current); current = current.cause) {
    if (isGrpcServiceError(current)) return current.code;
    if ('code' in current && typeof current.code === 'number') return current.code;
  }
  return undefined;
}

/** The errors of a worker that connects have no code. */
const REFUSAL_MESSAGE = /valid authentication credentials|does not have permission/;

/** Whether the server refuses a request for want of permission: the key is wrong, or may not do this. */
export function isTemporalRefusal(error: unknown): boolean {
  if (Error.isError(error) && REFUSAL_MESSAGE.test(error.message)) return true;
  const status = grpcStatusOf(error);
  return status === GRPC_STATUS.UNAUTHENTICATED || status === GRPC_STATUS.PERMISSION_DENIED;
}

/** Whether an error means that Temporal can't be reached or does not respond. */
export function isTemporalUnavailable(error: unknown): boolean {
  for (let current = error; Error.isError(current); current = current.cause) {
    if (isGrpcServiceError(current) && UNAVAILABLE_CODES.includes(current.code)) return true;
    if (/failed to connect/i.test(current.message) && /deadline/i.test(current.message)) return true;
  }
  return false;
}
