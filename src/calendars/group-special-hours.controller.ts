import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import type { SpecialHours } from '../domain/calendar/calendar.js';
import type { LocalDate } from '../domain/time/local-date.js';
import { groupKindInput, groupValueInput } from '../http/dto/store-attributes.dto.js';
import {
  datePathSchema,
  hoursOfDateInputSchema,
  rangeQuerySchema,
  specialHoursInputSchema,
  specialHoursSchema,
  type HoursOfDateBody,
  type RangeQuery,
} from '../http/dto/special-hours.dto.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { SpecialHoursService } from './special-hours.service.js';

const WITH_ETAG = { etag: { description: 'Identifies these special hours.', schema: { type: 'string' } } } as const;

@ApiTags('Groups')
@Controller('groups/:kind/:value/special-hours')
export class GroupSpecialHoursController {
  constructor(private readonly specialHours: SpecialHoursService) {}

  @Get()
  @Needs('reader')
  @ApiOperation({
    operationId: 'getGroupSpecialHours',
    summary: 'The special hours of a group in a range of dates',
    description:
      'They count for those of its stores that have none of their own on the date. With an ETag, for a PUT of the same dates ' +
      'that loses no update.',
  })
  @ApiResponse({ status: 200, standardSchema: specialHoursSchema, headers: WITH_ETAG })
  @ApiProblems(400, 404, 503)
  async find(
    @Param('kind', { schema: groupKindInput }) kind: string,
    @Param('value', { schema: groupValueInput }) value: string,
    @Query({ schema: rangeQuerySchema }) range: RangeQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { specialHours, etag } = await this.specialHours.find({ group: { kind, value } }, range, caller);
    void reply.header('etag', etag);
    return specialHours;
  }

  @Put()
  @Needs('operator', { ofAllStores: true })
  @ApiOperation({
    operationId: 'replaceGroupSpecialHours',
    summary: 'Replace the special hours of a group in a range of dates as a whole',
    description:
      'On a date of the range that is not in the body, the group says nothing any more. With `If-Match`, only if the current ' +
      'special hours of the range are the ones that it names.',
  })
  @ApiHeader({
    name: 'if-match',
    required: false,
    schema: { type: 'string' },
    description: 'The ETag of the special hours of the same dates.',
  })
  @ApiResponse({ status: 200, standardSchema: specialHoursSchema, headers: WITH_ETAG })
  @ApiProblems(400, 404, 412, 503)
  async replace(
    @Param('kind', { schema: groupKindInput }) kind: string,
    @Param('value', { schema: groupValueInput }) value: string,
    @Query({ schema: rangeQuerySchema }) range: RangeQuery,
    @Body({ schema: specialHoursInputSchema }) body: SpecialHours[],
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const group = { kind, value };
    const { specialHours, etag } = await this.specialHours.replace({ group }, range, body, ifMatch, caller);
    void reply.header('etag', etag);
    return specialHours;
  }

  @Put(':date')
  @Needs('operator', { ofAllStores: true })
  @ApiOperation({ operationId: 'setGroupSpecialHours', summary: 'Set the special hours of a group on a date' })
  @ApiResponse({ status: 200, standardSchema: specialHoursSchema })
  @ApiProblems(400, 404, 503)
  async set(
    @Param('kind', { schema: groupKindInput }) kind: string,
    @Param('value', { schema: groupValueInput }) value: string,
    @Param('date', { schema: datePathSchema }) date: LocalDate,
    @Body({ schema: hoursOfDateInputSchema }) body: HoursOfDateBody,
    @CurrentCaller() caller: Caller,
  ) {
    return this.specialHours.set({ group: { kind, value } }, date, body, caller);
  }

  @Delete(':date')
  @Needs('operator', { ofAllStores: true })
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteGroupSpecialHours',
    summary: 'Remove the special hours of a group on a date',
    description: 'Where the group has none, nothing changes. Special hours of its stores stay.',
  })
  @ApiResponse({ status: 204, description: 'The group has no special hours on the date.' })
  @ApiProblems(400, 404, 503)
  async delete(
    @Param('kind', { schema: groupKindInput }) kind: string,
    @Param('value', { schema: groupValueInput }) value: string,
    @Param('date', { schema: datePathSchema }) date: LocalDate,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.specialHours.set({ group: { kind, value } }, date, null, caller);
  }
}
