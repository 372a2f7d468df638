import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';

/** Adds settings to a route, which hooks read before Nest handles the request. Several decorators may add theirs. */
export function RouteSettings(settings: Readonly<Record<string, unknown>>): MethodDecorator {
  return (target, property, descriptor) => {
    const earlier = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, descriptor.value as object) as
      object | undefined;
    RouteConfig({ ...earlier, ...settings })(target, property, descriptor);
  };
}
