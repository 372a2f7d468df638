import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import { originOf } from '../domain/access/audit-event.js';
import type { Caller } from '../domain/access/caller.js';
import type { Group } from '../domain/groups/group.js';
import type { Target } from '../domain/groups/target.js';
import { toPage } from '../http/cursor.js';
import { GroupRepository, type GroupSummary } from '../persistence/groups/group.repository.js';
import { CLOCK } from '../tokens.js';
import { toGroupDto, type GroupDto, type GroupListQuery, type TargetBody } from './group.dto.js';

@Injectable()
export class GroupService {
  constructor(
    private readonly groups: GroupRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(
    { kind, limit, cursor }: GroupListQuery,
    caller: Caller,
  ): Promise<{ items: GroupDto[]; nextCursor: string | null }> {
    const query = { kind: kind ?? null, after: cursor ?? null, limit: limit + 1, scope: caller.stores };
    const position = ({ kind: of, value }: GroupSummary) => ({ kind: of, value });
    return toPage(await this.groups.list(query), limit, position, toGroupDto);
  }

  /** @throws {GroupNotFoundError} */
  async get(group: Group, caller: Caller): Promise<GroupDto> {
    return toGroupDto(await this.groups.get(group, caller.stores));
  }

  /** @throws {GroupNotFoundError} */
  async setTarget(group: Group, target: Target | null, caller: Caller): Promise<GroupDto> {
    await this.groups.setTarget(group, target, originOf(caller, this.clock()));
    return this.get(group, caller);
  }

  async defaultTarget(): Promise<TargetBody> {
    return { target: await this.groups.defaultTarget() };
  }

  async setDefaultTarget(target: Target | null, caller: Caller): Promise<TargetBody> {
    await this.groups.setTarget(null, target, originOf(caller, this.clock()));
    return this.defaultTarget();
  }
}
