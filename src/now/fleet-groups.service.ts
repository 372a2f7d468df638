import { Injectable } from '@nestjs/common';
import type { Caller } from '../domain/access/caller.js';
import { isInScope, type StoreScope } from '../domain/access/store-scope.js';
import { fleetGroups, type FleetGroup } from '../domain/fleet/fleet-groups.js';
import { toPage } from '../http/cursor.js';
import { FleetGroupRepository } from '../persistence/groups/fleet-group.repository.js';
import { FleetFigures, type Figures } from './fleet-figures.js';
import { toFleetGroupDto, type FleetGroupsDto, type FleetGroupsQuery } from './fleet-groups.dto.js';
import { toFiguresFields } from './fleet-uptime.dto.js';

/** The numbers of each group of stores, as of the newest poll. */
@Injectable()
export class FleetGroupsService {
  /** Of the newest figures, by kind: what who sees all stores asks for. */
  private readonly ofAll = new WeakMap<Figures, Map<string, Promise<FleetGroup[]>>>();

  constructor(
    private readonly figures: FleetFigures,
    private readonly groups: FleetGroupRepository,
  ) {}

  async list({ by: asked, limit, cursor }: FleetGroupsQuery, { stores }: Caller): Promise<FleetGroupsDto> {
    const figures = await this.figures.get();
    const nothing = { kinds: [], by: asked ?? null, items: [], nextCursor: null };
    if (figures === null) return { ...toFiguresFields(null), ...nothing };
    const kinds = await this.groups.kinds(figures.dataVersion, stores);
    const by = asked ?? kinds[0];
    if (by === undefined) return { ...toFiguresFields(figures), ...nothing };
    const all = await this.byKind(figures, by, stores);
    const targets = await this.groups.targets(by, figures.dataVersion);
    const from = cursor === undefined ? 0 : all.findIndex(({ value }) => value === cursor.value) + 1;
    const page = toPage(
      all.slice(from, from + limit + 1),
      limit,
      ({ value }) => ({ value }),
      (group) => toFleetGroupDto(figures, group, targets),
    );
    return { ...toFiguresFields(figures), kinds, by, ...page };
  }

  private async byKind(figures: Figures, kind: string, scope: StoreScope): Promise<FleetGroup[]> {
    if (scope !== 'all') return this.compute(figures, kind, scope);
    const known = this.ofAll.get(figures) ?? new Map<string, Promise<FleetGroup[]>>();
    this.ofAll.set(figures, known);
    const computing = known.get(kind) ?? this.compute(figures, kind, scope);
    known.set(kind, computing);
    computing.catch(() => known.delete(kind));
    return computing;
  }

  private async compute({ table, dataVersion }: Figures, kind: string, scope: StoreScope): Promise<FleetGroup[]> {
    const [values, { ofStores, defaultTarget }] = await Promise.all([
      this.groups.values(kind, dataVersion),
      this.groups.aims(dataVersion),
    ]);
    const others = { target: defaultTarget, valuePerHour: null };
    const rows = [...table.storeIds.keys()].filter((row) => isInScope(scope, table.storeIds[row]!));
    return fleetGroups(
      table,
      rows,
      (storeId) => values.get(storeId) ?? null,
      (storeId) => ofStores.get(storeId) ?? others,
    );
  }
}
