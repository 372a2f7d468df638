import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { Refusals } from './access/audit/refusals.js';
import { AccessGuard } from './access/guard/access-guard.js';
import { Authenticator } from './access/guard/authenticator.js';
import { FailedLogins } from './access/limits/failed-logins.js';
import { RequestLimiter } from './access/limits/request-limiter.js';
import { RunningReports } from './access/limits/running-reports.js';
import { WebSocketLimiter } from './access/limits/websocket-limiter.js';
import { CalendarModule } from './calendars/calendar.module.js';
import type { Clock } from './clock.js';
import { ChangeModule } from './changes/change.module.js';
import { CompatModule } from './compat/compat.module.js';
import type { Config } from './config/config.js';
import { GroupModule } from './groups/group.module.js';
import { HealthModule } from './health/health.module.js';
import { ImportModule } from './imports/import.module.js';
import { Database } from './persistence/connection/database.js';
import { ReportFiles } from './files/report-files.js';
import { UploadFiles } from './files/upload-files.js';
import { ApiKeyRepository } from './persistence/access/api-key.repository.js';
import { AuditEventRepository } from './persistence/access/audit-event.repository.js';
import { FailedLoginRepository } from './persistence/access/failed-login.repository.js';
import { OidcLogInRepository } from './persistence/access/oidc-log-in.repository.js';
import { SessionRepository } from './persistence/access/session.repository.js';
import { ReportedAttributesRepository } from './persistence/groups/reported-attributes.repository.js';
import { FleetCalendarRepository } from './persistence/calendars/fleet-calendar.repository.js';
import { FleetGroupRepository } from './persistence/groups/fleet-group.repository.js';
import { GroupRepository } from './persistence/groups/group.repository.js';
import { ImportRepository } from './persistence/imports/import.repository.js';
import { PollHourRepository } from './persistence/polls/poll-hour.repository.js';
import { PollRepository } from './persistence/polls/poll.repository.js';
import { IdempotencyKeyRepository } from './persistence/reports/requests/idempotency-key.repository.js';
import { KeptOrders } from './persistence/reports/rows/kept-orders.js';
import { ReportOutageRepository } from './persistence/reports/rows/report-outage.repository.js';
import { ReportReservationRepository } from './persistence/reports/requests/report-reservation.repository.js';
import { ReportRepository } from './persistence/reports/report.repository.js';
import { ReportSumRepository } from './persistence/reports/rows/report-sum.repository.js';
import { ReportReasonRepository } from './persistence/reports/rows/report-reason.repository.js';
import { ReportGroupSumRepository } from './persistence/reports/rows/report-group-sum.repository.js';
import { ReportRowListRepository } from './persistence/reports/rows/report-row-list.repository.js';
import { ReportRowRepository } from './persistence/reports/rows/report-row.repository.js';
import { ClosureRepository } from './persistence/calendars/closure.repository.js';
import { SpecialHoursRepository } from './persistence/calendars/special-hours.repository.js';
import { StoreWriteRepository } from './persistence/stores/store-write.repository.js';
import { StoreRepository } from './persistence/stores/store.repository.js';
import { NowModule } from './now/now.module.js';
import { PollModule } from './polls/poll.module.js';
import { CLOCK, CONFIG } from './tokens.js';
import { ReportModule } from './reports/report.module.js';
import { ScheduleModule } from './schedules/schedule.module.js';
import { StoreModule } from './stores/store.module.js';
import { TemporalClient } from './temporal/client.js';

export interface AppDependencies {
  readonly config: Config;
  readonly database: Database;
  readonly temporal: TemporalClient;
  readonly clock: Clock;
}

@Module({
  imports: [
    AccessModule,
    ReportModule,
    ImportModule,
    PollModule,
    StoreModule,
    GroupModule,
    CalendarModule,
    NowModule,
    ChangeModule,
    ScheduleModule,
    HealthModule,
    CompatModule,
  ],
})
export class AppModule {
  /** Returns the API's module with its dependencies. */
  static forRoot({ config, database, temporal, clock }: AppDependencies): DynamicModule {
    const keys = new ApiKeyRepository(database);
    const sessions = new SessionRepository(database);
    const auditEvents = new AuditEventRepository(database);
    const failedLogins = new FailedLogins(config.limits.failedLoginsPerAddress, new FailedLoginRepository(database));
    const requests = new RequestLimiter(config.limits.requestsPerMinute, clock);
    const refusals = new Refusals(auditEvents, clock);
    const running = new RunningReports(config.limits, new ReportReservationRepository(database), clock);
    const authenticator = new Authenticator({ config, keys, sessions, failedLogins, clock });
    const orders = new KeptOrders(database);
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: CLOCK, useValue: clock },
      { provide: TemporalClient, useValue: temporal },
      { provide: Database, useValue: database },
      { provide: ReportFiles, useValue: new ReportFiles(config.reportsDir) },
      { provide: UploadFiles, useValue: new UploadFiles(config.uploadsDir) },
      { provide: ApiKeyRepository, useValue: keys },
      { provide: OidcLogInRepository, useValue: new OidcLogInRepository(database) },
      { provide: SessionRepository, useValue: sessions },
      { provide: AuditEventRepository, useValue: auditEvents },
      { provide: Authenticator, useValue: authenticator },
      { provide: AccessGuard, useValue: new AccessGuard(config, authenticator, requests, refusals) },
      { provide: WebSocketLimiter, useValue: new WebSocketLimiter(config.limits.webSocketsPerKey) },
      { provide: ImportRepository, useValue: new ImportRepository(database) },
      { provide: IdempotencyKeyRepository, useValue: new IdempotencyKeyRepository(database) },
      { provide: RunningReports, useValue: running },
      { provide: ReportRepository, useValue: new ReportRepository(database) },
      { provide: ReportOutageRepository, useValue: new ReportOutageRepository(database, orders) },
      { provide: ReportSumRepository, useValue: new ReportSumRepository(database) },
      { provide: FleetCalendarRepository, useValue: new FleetCalendarRepository(database) },
      { provide: FleetGroupRepository, useValue: new FleetGroupRepository(database) },
      { provide: ReportReasonRepository, useValue: new ReportReasonRepository(database) },
      { provide: ReportGroupSumRepository, useValue: new ReportGroupSumRepository(database) },
      { provide: ReportRowListRepository, useValue: new ReportRowListRepository(database, orders) },
      { provide: ReportedAttributesRepository, useValue: new ReportedAttributesRepository(database) },
      { provide: ReportRowRepository, useValue: new ReportRowRepository(database) },
      { provide: GroupRepository, useValue: new GroupRepository(database) },
      { provide: StoreWriteRepository, useValue: new StoreWriteRepository(database) },
      { provide: ClosureRepository, useValue: new ClosureRepository(database) },
      { provide: SpecialHoursRepository, useValue: new SpecialHoursRepository(database) },
      { provide: PollHourRepository, useValue: new PollHourRepository(database) },
      { provide: PollRepository, useValue: new PollRepository(database) },
      { provide: StoreRepository, useValue: new StoreRepository(database) },
    ];
    return { module: AppModule, global: true, providers, exports: providers };
  }
}
