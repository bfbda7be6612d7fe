import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { badRequest } from '../problem.ts';
import { unknownNames } from './schema.pipe.ts';

/**
 * Refuses query parameters on a route that reads none: no schema would ever see them, and a typing error pass for an answer. And
 * those that are not the percent-encoding of any text, which the router would hand on as they are: another text than was meant.
 */
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    requireText(request.url);
    const names = Object.keys(Object(request.query));
    if (names.length > 0 && !readsQuery(context)) throw unknownNames(names.map((name) => [name]));
    return true;
  }
}

function requireText(url: string): void {
  const start = url.indexOf('?') + 1;
  if (start === 0) return;
  const undecodable = url
    .slice(start)
    .split('&')
    .find((pair) => !isDecodable(pair));
  if (undecodable === undefined) return;
  const [pointer = ''] = undecodable.split('=', 1);
  const reason =
    'It is not the percent-encoding of UTF-8 text: each byte is %XX, and a percent sign itself %25.';
  throw badRequest(`The parameter ${pointer} cannot be read. ${reason}`, [{ pointer, reason }]);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false; // a URIError: that is the answer
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
