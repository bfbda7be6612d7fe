import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { unknownNames } from './schema.pipe.ts';

/** Refuses query parameters on a route that reads none: no schema would ever see them, and a typing error pass for an answer. */
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const names = Object.keys(Object(context.switchToHttp().getRequest<FastifyRequest>().query));
    if (names.length > 0 && !readsQuery(context)) throw unknownNames(names.map((name) => [name]));
    return true;
  }
}

function readsQuery(context: ExecutionContext): boolean {
  const args: unknown = Reflect.getMetadata(
    ROUTE_ARGS_METADATA,
    context.getClass(),
    context.getHandler().name,
  );
  return Object.keys(Object(args)).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
