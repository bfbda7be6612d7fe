import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, SCOPES, type Principal } from '#platform';
import { ApiAnswer } from '#platform/http';
import { z } from 'zod';
import { keyRequest, type CreatedKey, type KeyListing, type KeyRequest } from '../keys/api-key.ts';
import { KeyStore } from '../keys/key-store.ts';

const keyFields = {
  id: z.string(),
  tenant: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  lenient: z.boolean(),
  origins: z.array(z.string()),
};
const createdKey = z.object({ ...keyFields, secret: z.string() });
const keyList = z.object({
  keys: z.array(
    z.object({ ...keyFields, createdAt: z.iso.datetime(), revokedAt: z.iso.datetime().nullable() }),
  ),
});

/** The keys of the caller's own tenant. */
@ApiTags('keys')
@Controller('v1/keys')
@Requires('admin')
export class KeysController {
  constructor(@Inject(KeyStore) private readonly keys: KeyStore) {}

  @Post()
  @ApiOperation({ summary: 'Make a key for this tenant.' })
  @ApiAnswer({ status: 201, description: 'The key; its secret is told this once.', schema: createdKey })
  create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: keyRequest }) request: KeyRequest,
  ): Promise<CreatedKey> {
    return this.keys.create(principal.tenant, request);
  }

  @Get()
  @ApiOperation({ summary: 'The keys of this tenant, without their secrets.' })
  @ApiAnswer({ description: 'The keys.', schema: keyList })
  async list(@CurrentPrincipal() principal: Principal): Promise<{ keys: KeyListing[] }> {
    return { keys: await this.keys.list(principal.tenant) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a key, at once and for good.' })
  @ApiAnswer({ status: 204, description: 'It is revoked.' })
  revoke(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<void> {
    return this.keys.revoke(principal.tenant, id);
  }
}
