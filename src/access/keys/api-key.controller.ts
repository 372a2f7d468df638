import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../domain/access/caller.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { CurrentCaller } from '../guard/current-caller.js';
import { Needs } from '../guard/route-access.js';
import {
  createdKeySchema,
  keyIdSchema,
  keyListSchema,
  newKeySchema,
  rotationSchema,
  type CreatedKeyDto,
  type NewKeyBody,
  type RotationBody,
} from './api-key.dto.js';
import { ApiKeyService } from './api-key.service.js';

@ApiTags('Access')
@Controller('keys')
export class ApiKeyController {
  constructor(private readonly keys: ApiKeyService) {}

  @Get()
  @Needs('admin')
  @ApiOperation({ operationId: 'listKeys', summary: 'All API keys, newest first; without their secrets' })
  @ApiResponse({ status: 200, standardSchema: keyListSchema })
  @ApiProblems(503)
  async list() {
    return this.keys.list();
  }

  @Post()
  @Needs('admin')
  @ApiOperation({ operationId: 'createKey', summary: 'Make an API key', description: 'Its secret is shown only here.' })
  @ApiResponse({ status: 201, standardSchema: createdKeySchema })
  @ApiProblems(400, 503)
  async create(
    @Body({ schema: newKeySchema }) body: NewKeyBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withoutStore(reply, await this.keys.create(body, caller));
  }

  @Post(':keyId/rotate')
  @Needs('admin')
  @ApiOperation({
    operationId: 'rotateKey',
    summary: 'Replace an API key by a new one of the same role',
    description: 'Both work until the hours of overlap are over.',
  })
  @ApiResponse({ status: 201, standardSchema: createdKeySchema })
  @ApiProblems(400, 404, 409, 503)
  async rotate(
    @Param('keyId', { schema: keyIdSchema }) keyId: string,
    @Body({ schema: rotationSchema.prefault({}) }) { overlapHours }: RotationBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withoutStore(reply, await this.keys.rotate(keyId, overlapHours, caller));
  }

  @Delete(':keyId')
  @Needs('admin')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'revokeKey',
    summary: 'Revoke an API key',
    description: 'It and its sessions end at once. It stays in the list, as revoked.',
  })
  @ApiResponse({ status: 204, description: 'It is revoked.' })
  @ApiProblems(400, 404, 503)
  async revoke(@Param('keyId', { schema: keyIdSchema }) keyId: string, @CurrentCaller() caller: Caller): Promise<void> {
    await this.keys.revoke(keyId, caller);
  }
}

/** No cache may keep a secret. */
function withoutStore(reply: FastifyReply, created: CreatedKeyDto): CreatedKeyDto {
  void reply.header('cache-control', 'no-store');
  return created;
}
