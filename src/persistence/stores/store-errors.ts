import { ExpectedError } from '../../domain/expected-error.js';

/** No store of this id is known. */
export class StoreNotFoundError extends ExpectedError {
  constructor(readonly storeId: string) {
    super(`there is no store ${JSON.stringify(storeId)}`);
  }
}

/** A store of this id is known already. */
export class StoreAlreadyExistsError extends ExpectedError {
  constructor(readonly storeId: string) {
    super(`there is a store ${JSON.stringify(storeId)} already`);
  }
}

/** The business hours of a store are not the ones that a writer expected to replace. */
export class BusinessHoursChangedError extends ExpectedError {
  constructor(readonly storeId: string) {
    super(`the business hours of ${JSON.stringify(storeId)} have changed`);
  }
}

/** The special hours of a store or group are not the ones that a writer expected to replace. */
export class SpecialHoursChangedError extends ExpectedError {
  constructor(readonly owner: string) {
    super(`the special hours of ${JSON.stringify(owner)} have changed`);
  }
}
