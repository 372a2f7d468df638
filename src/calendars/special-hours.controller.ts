import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import type { SpecialHours } from '../domain/calendar/calendar.js';
import type { LocalDate } from '../domain/time/local-date.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { storeIdParam } from '../http/schemas.js';
import {
  datePathSchema,
  hoursOfDateInputSchema,
  rangeQuerySchema,
  specialHoursInputSchema,
  specialHoursSchema,
  type HoursOfDateBody,
  type RangeQuery,
} from '../http/dto/special-hours.dto.js';
import { SpecialHoursService } from './special-hours.service.js';

const WITH_ETAG = { etag: { description: 'Identifies these special hours.', schema: { type: 'string' } } } as const;

@ApiTags('Stores')
@Controller('stores/:storeId/special-hours')
export class SpecialHoursController {
  constructor(private readonly specialHours: SpecialHoursService) {}

  @Get()
  @Needs('reader')
  @ApiOperation({
    operationId: 'getSpecialHours',
    summary: 'The special hours of a store in a range of dates',
    description: 'With an ETag, for a PUT of the same dates that loses no update.',
  })
  @ApiResponse({ status: 200, standardSchema: specialHoursSchema, headers: WITH_ETAG })
  @ApiProblems(400, 404, 503)
  async find(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: rangeQuerySchema }) range: RangeQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { specialHours, etag } = await this.specialHours.find({ storeId }, range, caller);
    void reply.header('etag', etag);
    return specialHours;
  }

  @Put()
  @Needs('operator')
  @ApiOperation({
    operationId: 'replaceSpecialHours',
    summary: 'Replace the special hours of a range of dates as a whole',
    description:
      'A date of the range that is not in the body has its weekly hours again. With `If-Match`, only if the current special ' +
      'hours of the range are the ones that it names.',
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
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: rangeQuerySchema }) range: RangeQuery,
    @Body({ schema: specialHoursInputSchema }) body: SpecialHours[],
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { specialHours, etag } = await this.specialHours.replace({ storeId }, range, body, ifMatch, caller);
    void reply.header('etag', etag);
    return specialHours;
  }

  @Put(':date')
  @Needs('operator')
  @ApiOperation({ operationId: 'setSpecialHours', summary: 'Set the special hours of a date' })
  @ApiResponse({ status: 200, standardSchema: specialHoursSchema })
  @ApiProblems(400, 404, 503)
  async set(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Param('date', { schema: datePathSchema }) date: LocalDate,
    @Body({ schema: hoursOfDateInputSchema }) body: HoursOfDateBody,
    @CurrentCaller() caller: Caller,
  ) {
    return this.specialHours.set({ storeId }, date, body, caller);
  }

  @Delete(':date')
  @Needs('operator')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteSpecialHours',
    summary: 'Remove the special hours of a date',
    description: 'It has its weekly hours again. Where it has no special hours, nothing changes.',
  })
  @ApiResponse({ status: 204, description: 'The date has no special hours.' })
  @ApiProblems(400, 404, 503)
  async delete(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Param('date', { schema: datePathSchema }) date: LocalDate,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.specialHours.set({ storeId }, date, null, caller);
  }
}
