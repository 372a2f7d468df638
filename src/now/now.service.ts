import { Injectable } from '@nestjs/common';
import type { Caller } from '../domain/access/caller.js';
import { isInScope } from '../domain/access/store-scope.js';
import { formatInstant } from '../domain/time/instant.js';
import { FleetStates, type FleetState } from './fleet-states.js';
import { toDownStoreDto, type NowDto, type NowQuery } from './now.dto.js';

const NOTHING: NowDto = {
  asOf: null,
  dataVersion: null,
  counts: { down: 0, unobserved: 0, up: 0, closed: 0 },
  down: [],
};

/** Which stores are down now. */
@Injectable()
export class NowService {
  constructor(private readonly fleet: FleetStates) {}

  async get({ limit }: NowQuery, caller: Caller): Promise<NowDto> {
    const state = await this.fleet.get();
    if (state === null) return NOTHING;
    const down = state.down.filter(({ storeId }) => isInScope(caller.stores, storeId)).slice(0, limit);
    return {
      asOf: formatInstant(state.asOf),
      dataVersion: state.dataVersion,
      counts: countStates(state, caller),
      down: down.map(toDownStoreDto),
    };
  }
}

function countStates({ stateByStore }: FleetState, { stores }: Caller): NowDto['counts'] {
  const counts = { down: 0, unobserved: 0, up: 0, closed: 0 };
  for (const [storeId, state] of stateByStore) if (isInScope(stores, storeId)) counts[state]++;
  return counts;
}
