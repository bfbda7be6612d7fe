import { Body, Controller, Get, Header, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#platform';
import { z } from 'zod';
import { KeyStore } from '../keys/key-store.ts';
import { bodyOfStrangers } from './body.hook.ts';
import { readCredentials } from './credentials.ts';
import { Sessions } from './session.ts';
import { safeNext, signInPage } from './sign-in-page.ts';

const formQuery = z.strictObject({ next: z.unknown().optional() });
const SIGN_IN_BYTES = 16 * 1024;
const HTML = 'text/html; charset=utf-8';
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** A browser signs in to the pages with a key, and gets a session for them alone. */
@ApiExcludeController()
@Controller('dashboards/sign-in')
@Public()
export class SignInController {
  constructor(
    @Inject(KeyStore) private readonly keys: KeyStore,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  @Get()
  @Header('Content-Type', HTML)
  @Header('Content-Security-Policy', POLICY)
  @Header('Cache-Control', 'no-store')
  form(@Query({ schema: formQuery }) { next }: z.infer<typeof formQuery>): string {
    return signInPage({ next: safeNext(next), error: null });
  }

  @Post()
  @RouteConfig(bodyOfStrangers(SIGN_IN_BYTES))
  @HttpCode(303)
  @Header('Cache-Control', 'no-store')
  @Header('Content-Security-Policy', POLICY)
  async signIn(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    const next = safeNext(form.get('next'));
    const refuse = (status: number, error: string): string => {
      void reply.status(status).type(HTML);
      return signInPage({ next, error });
    };
    // a form on another site must not sign a browser in
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return refuse(403, 'Sign in from this page.');
    const key = form.get('key')?.trim() ?? '';
    if (key === '') return refuse(400, 'Enter a key.');
    const credentials = readCredentials(`Bearer ${key}`);
    const principal =
      credentials === null || credentials === 'malformed'
        ? null
        : await this.keys.authenticate(credentials.id, credentials.secret);
    if (principal === null)
      return refuse(
        401,
        'This key is not known, or it was revoked. A key looks like pk_….…, id and secret with a dot between.',
      );
    void reply.header('Set-Cookie', this.sessions.issue(principal.keyId)).header('Location', next);
    return '';
  }
}
