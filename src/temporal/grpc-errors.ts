import { isGrpcServiceError } from '@temporalio/client';

/** Status codes of gRPC: https://grpc.io/docs/guides/status-codes/ */
export const GRPC_STATUS = { INVALID_ARGUMENT: 3, DEADLINE_EXCEEDED: 4, UNAVAILABLE: 14 } as const;

const UNAVAILABLE_CODES: readonly (number | undefined)[] = [GRPC_STATUS.DEADLINE_EXCEEDED, GRPC_STATUS.UNAVAILABLE];

/** Returns the gRPC status code of an error or of one of its causes: a worker's connection wraps errors of the server. */
export function grpcStatusOf(error: unknown): number | undefined {
  for (let current = error; Error.isError(current); current = current.cause) {
    if (isGrpcServiceError(current)) return current.code;
    if ('code' in current && typeof current.code === 'number') return current.code;
  }
  return undefined;
}

/** Whether an error means that Temporal can't be reached or does not respond. */
export function isTemporalUnavailable(error: unknown): boolean {
  for (let current = error; Error.isError(current); current = current.cause) {
    if (isGrpcServiceError(current) && UNAVAILABLE_CODES.includes(current.code)) return true;
    if (/failed to connect/i.test(current.message) && /deadline/i.test(current.message)) return true;
  }
  return false;
}
