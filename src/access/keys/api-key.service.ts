import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import { originOf } from '../../domain/access/audit-event.js';
import type { Caller } from '../../domain/access/caller.js';
import { HOUR } from '../../domain/time/instant.js';
import { Problem } from '../../http/problems/problem.js';
import { ApiKeyRepository } from '../../persistence/access/api-key.repository.js';
import { CLOCK } from '../../tokens.js';
import { toKeyDto, type CreatedKeyDto, type KeyDto, type NewKeyBody } from './api-key.dto.js';
import { makeKey, makeSecret } from './new-key.js';

/** API keys. */
@Injectable()
export class ApiKeyService {
  constructor(
    private readonly keys: ApiKeyRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<{ items: KeyDto[] }> {
    return { items: (await this.keys.list()).map(toKeyDto) };
  }

  /** @throws {Problem} 400 if the key would never work */
  async create(body: NewKeyBody, caller: Caller): Promise<CreatedKeyDto> {
    const now = this.clock();
    if (body.expiresAt !== null && body.expiresAt <= now) {
      const message = 'is in the past, so the key would never work';
      throw new Problem(400, `The request can't be used: expiresAt ${message}.`, [{ path: 'expiresAt', message }]);
    }
    const { key, secret } = makeKey(body, now);
    await this.keys.add(key, originOf(caller, now));
    return { ...toKeyDto({ ...key, lastUsedAt: null, revokedAt: null }), secret };
  }

  /**
   * Makes a key that replaces another, which works for some hours more.
   * @throws {ApiKeyNotFoundError}
   * @throws {ApiKeyEndedError}
   */
  async rotate(keyId: string, overlapHours: number, caller: Caller): Promise<CreatedKeyDto> {
    const now = this.clock();
    const { secret, ...made } = makeSecret();
    return {
      ...toKeyDto(await this.keys.rotate(keyId, originOf(caller, now), now + overlapHours * HOUR, made)),
      secret,
    };
  }

  /** @throws {ApiKeyNotFoundError} */
  async revoke(keyId: string, caller: Caller): Promise<void> {
    await this.keys.revoke(keyId, originOf(caller, this.clock()));
  }
}
