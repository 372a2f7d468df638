import { Problem } from '../http/problem.js';

export function unknownStore(storeId: string): Problem {
  return new Problem(404, `There is no store ${JSON.stringify(storeId)}. GET /stores lists all.`);
}
