import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OperatorOnly, notFound } from '#platform';
import { z } from 'zod';
import {
  keyRequest,
  tenantName,
  type CreatedKey,
  type KeyListing,
  type KeyRequest,
} from '../keys/api-key.ts';
import { KeyStore } from '../keys/key-store.ts';
import { TenantStore, type Tenant } from '../tenants/tenant-store.ts';

const tenantRequest = z.strictObject({ tenant: tenantName });

/** What the command line asks of a running server: tenants and any tenant's keys. */
@ApiExcludeController()
@Controller('operator')
@OperatorOnly()
export class OperatorController {
  constructor(
    @Inject(KeyStore) private readonly keys: KeyStore,
    @Inject(TenantStore) private readonly tenants: TenantStore,
  ) {}

  @Get('tenants')
  async listTenants(): Promise<{ tenants: Tenant[] }> {
    return { tenants: await this.tenants.list() };
  }

  @Post('tenants')
  async createTenant(
    @Body({ schema: tenantRequest }) request: z.infer<typeof tenantRequest>,
  ): Promise<{ tenant: string; created: boolean }> {
    return { tenant: request.tenant, created: await this.tenants.create(request.tenant) };
  }

  @Get('tenants/:tenant/keys')
  async listKeys(@Param('tenant') tenant: string): Promise<{ keys: KeyListing[] }> {
    await this.expectTenant(tenant);
    return { keys: await this.keys.list(tenant) };
  }

  @Post('tenants/:tenant/keys')
  async createKey(
    @Param('tenant') tenant: string,
    @Body({ schema: keyRequest }) request: KeyRequest,
  ): Promise<CreatedKey> {
    await this.expectTenant(tenant);
    return this.keys.create(tenant, request);
  }

  @Delete('tenants/:tenant/keys/:id')
  @HttpCode(204)
  async revokeKey(@Param('tenant') tenant: string, @Param('id') id: string): Promise<void> {
    await this.expectTenant(tenant);
    await this.keys.revoke(tenant, id);
  }

  private async expectTenant(tenant: string): Promise<void> {
    if (!(await this.tenants.exists(tenant))) throw notFound(`There is no tenant ${JSON.stringify(tenant)}.`);
  }
}
