import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { formatAddress, parseAddress } from './address.js';
import { NotFound } from './shell/not-found.js';
import { PageError } from './shell/page-error.js';
import { Shell } from './shell/shell.js';
import { NowPage } from './pages/now/now-page.js';
import { parseAuditSearch } from './pages/access/search.js';
import { parseCalendarSearch } from './pages/calendar/search.js';
import { parseImportsSearch } from './pages/data/search.js';
import { parseSheetSearch } from './pages/sheet/search.js';
import { parseReportSearch } from './pages/report/search.js';
import { parseReportsSearch } from './pages/reports/search.js';
import { parseStoreSearch } from './pages/store/search.js';
import { parseStoresSearch } from './pages/stores/search.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageError });

const now = createRoute({ getParentRoute: () => root, path: '/', component: NowPage });

const stores = createRoute({
  getParentRoute: () => root,
  path: '/stores',
  validateSearch: parseStoresSearch,
  component: lazyRouteComponent(() => import('./pages/stores/stores-page.js'), 'StoresPage'),
});

const store = createRoute({
  getParentRoute: () => root,
  path: '/stores/$storeId',
  validateSearch: parseStoreSearch,
  component: lazyRouteComponent(() => import('./pages/store/store-page.js'), 'StorePage'),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: parseReportsSearch,
  component: lazyRouteComponent(() => import('./pages/reports/reports-page.js'), 'ReportsPage'),
});

const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$reportId',
  validateSearch: parseReportSearch,
  component: lazyRouteComponent(() => import('./pages/report/report-page.js'), 'ReportPage'),
});

const sheet = createRoute({
  getParentRoute: () => root,
  path: '/reports/$reportId/sheet',
  validateSearch: parseSheetSearch,
  component: lazyRouteComponent(() => import('./pages/sheet/sheet-page.js'), 'SheetPage'),
});

const group = createRoute({
  getParentRoute: () => root,
  path: '/groups/$kind/$value',
  component: lazyRouteComponent(() => import('./pages/group/group-page.js'), 'GroupPage'),
});

const calendar = createRoute({
  getParentRoute: () => root,
  path: '/calendar',
  validateSearch: parseCalendarSearch,
  component: lazyRouteComponent(() => import('./pages/calendar/calendar-page.js'), 'CalendarPage'),
});

const data = createRoute({
  getParentRoute: () => root,
  path: '/data',
  validateSearch: parseImportsSearch,
  component: lazyRouteComponent(() => import('./pages/data/data-page.js'), 'DataPage'),
});

const importOfFile = createRoute({
  getParentRoute: () => root,
  path: '/data/$importId',
  component: lazyRouteComponent(() => import('./pages/data/import-page.js'), 'ImportPage'),
});

const access = createRoute({
  getParentRoute: () => root,
  path: '/access',
  validateSearch: parseAuditSearch,
  component: lazyRouteComponent(() => import('./pages/access/access-page.js'), 'AccessPage'),
});

/** The pages and their paths. What a page shows is in its address, so that a filter is a link. */
export function createPageRouter() {
  return createRouter({
    routeTree: root.addChildren([
      now,
      stores,
      store,
      group,
      calendar,
      reports,
      report,
      sheet,
      data,
      importOfFile,
      access,
    ]),
    basepath: '/ui',
    parseSearch: parseAddress,
    stringifySearch: formatAddress,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
