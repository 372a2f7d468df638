import { applyDecorators } from '@nestjs/common';
import { RouteSettings } from '../../http/route-settings.js';
import { ApiExtension, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { Role } from '../../domain/access/role.js';
import { problemResponse } from '../../http/openapi/api-problems.js';
import { SECURITY_SCHEMES } from '../../http/openapi/security-schemes.js';

/** What a route asks of its callers. */
export interface RouteAccess {
  /** `public`: no key; `any`: any key. */
  readonly needs: Role | 'public' | 'any';
  /** The route is about no store in particular: callers that are limited to stores may not use it. */
  readonly ofAllStores: boolean;
  /** A GET that changes something: not with a cookie, which a browser sends with any link. */
  readonly changesByGet: boolean;
  /** Requests are counted, and limited. */
  readonly isCounted: boolean;
}

/** The field of the configuration of a Fastify route that holds its `RouteAccess`. */
export interface AccessConfig {
  readonly access?: RouteAccess;
}

type Options = Partial<Pick<RouteAccess, 'ofAllStores' | 'changesByGet'>>;

/** Declares the role that a route needs. A route without a declaration is refused to all. */
export function Needs(role: Role | 'any', options: Options = {}): MethodDecorator {
  const access = needs(role, options);
  return applyDecorators(
    declare(access),
    ApiSecurity(SECURITY_SCHEMES.key),
    ...(access.changesByGet ? [] : [ApiSecurity(SECURITY_SCHEMES.session)]),
    ...(role === 'any' ? [] : [ApiExtension('x-role', role)]),
    ApiResponse({ status: 401, ...problemResponse(401) }),
    ApiResponse({ status: 403, ...problemResponse(403) }),
  );
}

/** What a route asks that needs a role. */
export function needs(role: RouteAccess['needs'], options: Options = {}): RouteAccess {
  return { needs: role, ofAllStores: false, changesByGet: false, isCounted: true, ...options };
}

/** Declares that a route needs no key. */
export function Public(options: Partial<Pick<RouteAccess, 'isCounted'>> = {}): MethodDecorator {
  return declare({ ...PUBLIC, ...options });
}

export const PUBLIC = needs('public');

function declare(access: RouteAccess): MethodDecorator {
  return applyDecorators(
    RouteSettings({ access } satisfies AccessConfig),
    ...(access.isCounted ? [ApiResponse({ status: 429, ...problemResponse(429) })] : []),
  );
}
