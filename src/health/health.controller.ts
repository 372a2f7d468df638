import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../access/guard/route-access.js';
import { timeZones } from '../domain/time-zones/time-zone-database.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { countOutput, timeZoneReleaseSchema } from '../http/schemas.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import { TemporalClient } from '../temporal/client.js';

const liveSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Live' });

const readySchema = z
  .strictObject({
    status: z.literal('ok'),
    dataVersion: countOutput.nullable().meta({ description: 'The newest data version; null if there is no data.' }),
    timeZoneData: z.strictObject({ release: timeZoneReleaseSchema }).meta({
      id: 'TimeZoneData',
      description: 'The time zone data of this process. Reports are computed by workers, which may have other data.',
    }),
  })
  .meta({ id: 'Ready' });

/** Whoever has used up the requests of an address must not make the process look dead. */
const UNCOUNTED = { isCounted: false };

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly stores: StoreRepository,
    private readonly temporal: TemporalClient,
  ) {}

  @Get('live')
  @Public(UNCOUNTED)
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether this process answers' })
  @ApiResponse({ status: 200, standardSchema: liveSchema })
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public(UNCOUNTED)
  @ApiOperation({ operationId: 'getReadiness', summary: 'Whether the database and the workflow server answer too' })
  @ApiResponse({ status: 200, standardSchema: readySchema })
  @ApiProblems(503)
  async ready() {
    const [data] = await Promise.all([this.stores.dataVersion(), this.temporal.ping()]);
    return { status: 'ok', dataVersion: data?.version ?? null, timeZoneData: { release: timeZones().release } };
  }
}
