import { Injectable } from '@nestjs/common';
import type { Caller } from '../domain/access/caller.js';
import { isInScope, type StoreScope } from '../domain/access/store-scope.js';
import { formatInstant } from '../domain/time/instant.js';
import { GroupRepository } from '../persistence/groups/group.repository.js';
import { FleetStates, type FleetState } from './fleet-states.js';
import { toDownStoreDto, type NowDto, type NowQuery } from './now.dto.js';

const noStores = (): NowDto['counts'] => ({ down: 0, unobserved: 0, up: 0, closed: 0, excused: 0 });

const NOTHING: NowDto = {
  asOf: null,
  dataVersion: null,
  counts: noStores(),
  down: [],
};

/** Which stores are down now. */
@Injectable()
export class NowService {
  constructor(
    private readonly fleet: FleetStates,
    private readonly groups: GroupRepository,
  ) {}

  async get({ limit, group }: NowQuery, caller: Caller): Promise<NowDto> {
    const state = await this.fleet.get();
    if (state === null) return NOTHING;
    const stores = await this.groups.narrow(caller.stores, group);
    const down = state.down.filter(({ storeId }) => isInScope(stores, storeId)).slice(0, limit);
    return {
      asOf: formatInstant(state.asOf),
      dataVersion: state.dataVersion,
      counts: countStates(state, stores),
      down: down.map(toDownStoreDto),
    };
  }
}

function countStates({ stateByStore }: FleetState, stores: StoreScope): NowDto['counts'] {
  const counts = noStores();
  for (const [storeId, state] of stateByStore) if (isInScope(stores, storeId)) counts[state]++;
  return counts;
}
