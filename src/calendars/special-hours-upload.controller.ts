import { Body, Controller, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { CALENDAR_MEDIA_TYPE, Consumes, JSON_MEDIA_TYPE } from '../http/bodies/media-types.js';
import {
  specialHoursUploadSchema,
  uploadedJsonSchema,
  uploadQuerySchema,
  type SpecialHoursUploadDto,
} from '../http/dto/special-hours-upload.dto.js';
import { groupKindInput, groupValueInput } from '../http/dto/store-attributes.dto.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { storeIdParam } from '../http/schemas.js';
import type { DateRange } from '../persistence/calendars/special-hours.js';
import { SpecialHoursUploadService } from './special-hours-upload.service.js';

const MULTI_STATUS = 207;

const uploadBody = z.toJSONSchema(uploadedJsonSchema, { io: 'input' }) as Extract<
  ApiBodyOptions,
  { schema: unknown }
>['schema'];

@ApiTags('Stores')
@Controller('stores/:storeId/special-hours')
export class SpecialHoursUploadController {
  constructor(private readonly uploads: SpecialHoursUploadService) {}

  @Post()
  @Needs('operator')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'uploadSpecialHours',
    summary: 'Set the special hours that Google, Uber or a calendar (.ics) has',
    description:
      'JSON of Google Business Profile or of Uber, recognized by its keys, or a calendar: each date that an event touches on the ' +
      "store's clock is closed. The dates of the upload are set, all others stay. Of a calendar, the dates of this year and the " +
      'next two are taken, unless `from` and `to` name others.',
  })
  @Consumes(JSON_MEDIA_TYPE, CALENDAR_MEDIA_TYPE)
  @ApiBody({ schema: uploadBody })
  @ApiResponse({ status: 200, standardSchema: specialHoursUploadSchema, description: 'All of it was taken.' })
  @ApiResponse({
    status: MULTI_STATUS,
    standardSchema: specialHoursUploadSchema,
    description: 'Some of it was not taken: see `problems`.',
  })
  @ApiProblems(400, 404, 422, 503)
  async upload(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: uploadQuerySchema }) range: DateRange | null,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SpecialHoursUploadDto> {
    return answer(await this.uploads.upload({ storeId }, range, body, caller), reply);
  }
}

@ApiTags('Groups')
@Controller('groups/:kind/:value/special-hours')
export class GroupSpecialHoursUploadController {
  constructor(private readonly uploads: SpecialHoursUploadService) {}

  @Post()
  @Needs('operator', { ofAllStores: true })
  @HttpCode(200)
  @ApiOperation({
    operationId: 'uploadGroupSpecialHours',
    summary: 'Set the special hours of a group that Google, Uber or a calendar (.ics) has',
    description:
      'As of a store. A date of a calendar is closed if the event touches it on the clock of each store of the group; other dates ' +
      'that it touches are not taken, and listed.',
  })
  @Consumes(JSON_MEDIA_TYPE, CALENDAR_MEDIA_TYPE)
  @ApiBody({ schema: uploadBody })
  @ApiResponse({ status: 200, standardSchema: specialHoursUploadSchema, description: 'All of it was taken.' })
  @ApiResponse({
    status: MULTI_STATUS,
    standardSchema: specialHoursUploadSchema,
    description: 'Some of it was not taken: see `problems`.',
  })
  @ApiProblems(400, 404, 422, 503)
  async upload(
    @Param('kind', { schema: groupKindInput }) kind: string,
    @Param('value', { schema: groupValueInput }) value: string,
    @Query({ schema: uploadQuerySchema }) range: DateRange | null,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SpecialHoursUploadDto> {
    return answer(await this.uploads.upload({ group: { kind, value } }, range, body, caller), reply);
  }
}

function answer(uploaded: SpecialHoursUploadDto, reply: FastifyReply): SpecialHoursUploadDto {
  if (uploaded.notTaken > 0) void reply.status(MULTI_STATUS);
  return uploaded;
}
