import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, type Principal } from '#platform';
import { keyRequest, type CreatedKey, type KeyListing, type KeyRequest } from '../keys/api-key.ts';
import { KeyStore } from '../keys/key-store.ts';

/** The keys of the caller's own tenant. */
@ApiTags('keys')
@Controller('v1/keys')
@Requires('admin')
export class KeysController {
  constructor(@Inject(KeyStore) private readonly keys: KeyStore) {}

  @Post()
  create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: keyRequest }) request: KeyRequest,
  ): Promise<CreatedKey> {
    return this.keys.create(principal.tenant, request);
  }

  @Get()
  async list(@CurrentPrincipal() principal: Principal): Promise<{ keys: KeyListing[] }> {
    return { keys: await this.keys.list(principal.tenant) };
  }

  @Delete(':id')
  @HttpCode(204)
  revoke(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<void> {
    return this.keys.revoke(principal.tenant, id);
  }
}
