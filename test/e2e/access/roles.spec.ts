import { beforeAll, describe, expect, it } from '@jest/globals';
import { holds, ROLES, type Role } from '../../../src/domain/access/role.js';
import { httpClient } from '../../support/client/http.js';
import { webSocketStatus } from '../../support/client/raw-request.js';
import { addKey } from '../../support/data/keys.js';
import { useSystem } from '../../support/system/use-system.js';

/** The role that each route needs. A new route fails the test until someone decides about it. */
const NEEDED: Readonly<Record<string, Role | 'public' | 'any'>> = {
  'GET /audit': 'admin',
  'GET /closures': 'reader',
  'POST /closures': 'operator',
  'DELETE /closures/{closureId}': 'operator',
  'GET /closures/{closureId}': 'reader',
  'PATCH /closures/{closureId}': 'operator',
  'GET /get_report': 'reader',
  'GET /calendar': 'reader',
  'GET /groups': 'reader',
  'GET /now/groups': 'reader',
  'GET /groups/{kind}/{value}': 'reader',
  'PATCH /groups/{kind}/{value}': 'operator',
  'GET /groups/{kind}/{value}/special-hours': 'reader',
  'POST /groups/{kind}/{value}/special-hours': 'operator',
  'PUT /groups/{kind}/{value}/special-hours': 'operator',
  'DELETE /groups/{kind}/{value}/special-hours/{date}': 'operator',
  'PUT /groups/{kind}/{value}/special-hours/{date}': 'operator',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /imports': 'reader',
  'POST /imports': 'ingest',
  'GET /imports/{importId}': 'reader',
  'GET /imports/{importId}/rejects': 'reader',
  'GET /keys': 'admin',
  'POST /keys': 'admin',
  'DELETE /keys/{keyId}': 'admin',
  'POST /keys/{keyId}/rotate': 'admin',
  'GET /now': 'reader',
  'GET /now/stores': 'reader',
  'GET /now/time-zones': 'reader',
  'GET /now/uptime': 'reader',
  'POST /polls': 'ingest',
  'GET /polls/hourly': 'reader',
  'GET /reports': 'reader',
  'POST /reports': 'operator',
  'GET /reports/{reportId}': 'reader',
  'POST /reports/{reportId}/cancel': 'operator',
  'GET /reports/{reportId}/csv': 'reader',
  'GET /reports/{reportId}/diff': 'reader',
  'GET /reports/{reportId}/outages': 'reader',
  'GET /reports/{reportId}/parquet': 'reader',
  'POST /reports/{reportId}/remake': 'operator',
  'POST /reports/{reportId}/retry': 'operator',
  'GET /reports/{reportId}/rows': 'reader',
  'GET /reports/{reportId}/summary': 'reader',
  'GET /reports/{reportId}/xlsx': 'reader',
  'GET /reports/trend': 'reader',
  'GET /schedules': 'reader',
  'GET /schedules/{scheduleId}': 'reader',
  'POST /schedules/{scheduleId}/backfill': 'operator',
  'POST /schedules/{scheduleId}/pause': 'operator',
  'POST /schedules/{scheduleId}/resume': 'operator',
  'POST /schedules/{scheduleId}/trigger': 'operator',
  'DELETE /session': 'any',
  'GET /session': 'any',
  'GET /session/methods': 'public',
  'GET /session/oidc': 'public',
  'GET /session/oidc/callback': 'public',
  'POST /session': 'public',
  'GET /sessions': 'admin',
  'DELETE /sessions/{sessionId}': 'admin',
  'POST /store/get_report': 'reader',
  'GET /store/{storeId}/trigger_report': 'operator',
  'POST /store/{storeId}/trigger_report': 'operator',
  'GET /stores': 'reader',
  'POST /stores': 'operator',
  'DELETE /stores/{storeId}': 'operator',
  'GET /stores/{storeId}': 'reader',
  'PATCH /stores/{storeId}': 'operator',
  'GET /stores/{storeId}/business-hours': 'reader',
  'PUT /stores/{storeId}/business-hours': 'operator',
  'GET /stores/{storeId}/days': 'reader',
  'GET /stores/{storeId}/hours-of-week': 'reader',
  'GET /stores/{storeId}/outages': 'reader',
  'POST /stores/{storeId}/outages/excuse': 'operator',
  'GET /stores/{storeId}/special-hours': 'reader',
  'POST /stores/{storeId}/special-hours': 'operator',
  'PUT /stores/{storeId}/special-hours': 'operator',
  'DELETE /stores/{storeId}/special-hours/{date}': 'operator',
  'PUT /stores/{storeId}/special-hours/{date}': 'operator',
  'GET /stores/{storeId}/timeline': 'reader',
  'GET /stores/{storeId}/uptime': 'reader',
  'POST /stores/{storeId}/uptime/preview': 'reader',
  'GET /targets/default': 'reader',
  'PUT /targets/default': 'operator',
  'GET /trigger_report': 'operator',
  'POST /trigger_report': 'operator',
  'GET /ws/changes': 'reader',
  'GET /ws/reports/{reportId}': 'reader',
};

/** Ids of what does not exist, so that an admitted request changes nothing. */
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

const system = useSystem({ environment: { AUTH: 'required' } });
const secrets: Partial<Record<Role, string>> = {};
let limited: string;

beforeAll(async () => {
  for (const role of ROLES) secrets[role] = (await addKey(system.database, { role })).secret;
  limited = (await addKey(system.database, { role: 'operator', stores: ['a'] })).secret;
});

/** Requests without a body, which no route that needs one takes any further than to its validation. */
async function statusOf(route: string, key?: string): Promise<{ status: number; body: any; headers: Headers }> {
  const [method, path] = route.split(' ') as [string, string];
  const url = path.replace('{scheduleId}', 'unknown').replace(/\{\w+\}/, UNKNOWN_ID);
  return httpClient(system.url, key).send(method, url);
}

async function documentedRoutes(): Promise<Record<string, any>> {
  const { body } = await httpClient(system.url).get('/openapi.json');
  const operations = Object.entries<any>(body.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
  return Object.fromEntries(operations);
}

const isRefused = (status: number) => status === 401 || status === 403;

describe('every route', () => {
  it('has a role that was decided on', async () => {
    expect(Object.keys(await documentedRoutes()).sort()).toEqual(Object.keys(NEEDED).sort());
  });

  it('tells it in the OpenAPI document, with 401 and 403', async () => {
    for (const [route, { security, responses, ...operation }] of Object.entries(await documentedRoutes())) {
      const needed = NEEDED[route];
      const told = { route, needsKey: security !== undefined, role: operation['x-role'] };
      const role = needed === 'public' || needed === 'any' ? undefined : needed;
      expect(told).toEqual({ route, needsKey: needed !== 'public', role });
      if (needed === 'public') continue;
      expect(responses).toMatchObject({ 401: { headers: { 'www-authenticate': {} } }, 403: {} });
    }
  });

  it('asks for a key, unless it is public', async () => {
    for (const [route, needed] of Object.entries(NEEDED)) {
      const { status, headers } = await statusOf(route);
      expect({ route, isRefused: isRefused(status) }).toEqual({ route, isRefused: needed !== 'public' });
      if (needed === 'public') continue;
      expect({ status, challenge: headers.get('www-authenticate') }).toEqual({
        status: 401,
        challenge: 'Bearer realm="storelight"',
      });
    }
  });

  it.each(ROLES)('is for the role %s, if that holds the one it needs, and else says which would do', async (role) => {
    for (const [route, needed] of Object.entries(NEEDED)) {
      const { status, body } = await statusOf(route, secrets[role]);
      const isAllowed = needed === 'public' || needed === 'any' || holds(role, needed);
      expect({ route, isRefused: isRefused(status) }).toEqual({ route, isRefused: !isAllowed });
      expect(status).toBeLessThan(500);
      if (isAllowed) continue;
      expect(status).toBe(403);
      expect(body.detail).toMatch(new RegExp(`^This needs the role ${needed}.*; yours is ${role}\\.$`));
    }
  });

  it('is for a key that is limited to stores, unless it is about all of them', async () => {
    for (const [route, needed] of Object.entries(NEEDED)) {
      const changesMore = !route.startsWith('GET ') && /\/groups\/|\/targets/.test(route);
      const isOfAllStores = changesMore || route.includes('/schedules');
      const isAllowed = !isOfAllStores && needed !== 'admin';
      const { status } = await statusOf(route, limited);
      expect({ route, isRefused: isRefused(status) }).toEqual({ route, isRefused: !isAllowed });
    }
  });

  it('has the same for HEAD as for GET', async () => {
    const head = async (key?: string) => (await httpClient(system.url, key).send('HEAD', '/stores')).status;
    expect(await head()).toBe(401);
    expect(await head(secrets.ingest)).toBe(403);
    expect(await head(secrets.reader)).toBe(200);
  });

  it('has the same for a WebSocket', async () => {
    const open = (role: Role) =>
      webSocketStatus(`${system.url}/ws/reports/${UNKNOWN_ID}`, { authorization: `Bearer ${secrets[role]}` });
    expect(await webSocketStatus(`${system.url}/ws/reports/${UNKNOWN_ID}`)).toBe(401);
    expect(await open('ingest')).toBe(403);
    expect(await open('reader')).toBe(404);
    const follow = (key: string) => webSocketStatus(`${system.url}/ws/changes`, { authorization: `Bearer ${key}` });
    expect(await webSocketStatus(`${system.url}/ws/changes`)).toBe(401);
    expect(await follow(secrets.ingest!)).toBe(403);
    expect(await follow(secrets.reader!)).toBe(101);
    expect(await follow(limited)).toBe(101);
  });

  it('refuses before the body is read', async () => {
    const { status } = await httpClient(system.url).post('/polls', 'no JSON at all');
    expect(status).toBe(401);
  });
});

describe('a path or a method that does not exist', () => {
  it('is that, for who has no key', async () => {
    expect((await httpClient(system.url).get('/nothing')).status).toBe(404);
    expect((await httpClient(system.url).send('DELETE', '/reports')).status).toBe(405);
  });
});
