import { Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ClickHouse } from '#clickhouse';
import { identityKeys } from '#events';
import { CurrentPrincipal, jsonAsSent, type Principal, Requires } from '#platform';
import { ApiAnswer } from '#platform/http';
import { z } from 'zod';
import { identityOf } from '../actor/canonical-actor.ts';
import {
  acceptedParameters,
  agentParameter,
  iriParameter,
  parametersOnce,
  refusedParameters,
  type RawParameters,
} from '../http/query-parameters.ts';
import { negotiateVersion, VERSION_HEADER } from '../http/version-header.ts';
import { activityOf } from './activity.ts';
import { personOf } from './person.ts';
import { statementsNamingActivity, statementsNamingAgent } from './statements-naming.query.ts';

const VERSION = 'x-experience-api-version';
const JSON_TYPE = 'application/json; charset=utf-8';
const agentQuery = z.strictObject({ agent: z.string('Must be an Agent as JSON.') });
const activityQuery = z.strictObject({ activityId: iriParameter });
const anyObject = z.record(z.string(), z.json());

/** The Agents Resource (xAPI 1.0.3 Communication 2.4, IEEE 9274.1.1 4.1.6.3). */
@ApiTags('xapi')
@ApiHeader({ name: VERSION_HEADER, required: true, description: '1.0, 1.0.x or 2.0.x' })
@Controller('xapi/agents')
export class AgentsController {
  constructor(@Inject(ClickHouse) private readonly clickhouse: ClickHouse) {}

  @Get()
  @Requires('read')
  @ApiOperation({ summary: 'What statements tell of an Agent, as a Person.' })
  @ApiQuery({ name: 'agent', required: true, description: 'An Agent as JSON.' })
  @ApiAnswer({
    description: 'The Person; of one that nobody told of, what was asked for.',
    schema: anyObject,
  })
  async get(
    @CurrentPrincipal() { tenant }: Principal,
    @Headers(VERSION) version: string | undefined,
    @Query() parameters: RawParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { rules } = negotiateVersion(version);
    const { agent: text } = acceptedParameters(agentQuery.safeParse(parametersOnce(parameters)));
    const agent = agentParameter(text, rules);
    const identity = identityOf(agent);
    if (identity === null || agent['objectType'] === 'Group')
      throw refusedParameters([{ pointer: 'agent', reason: 'A Group is no person.' }]);
    const statements = await statementsNamingAgent(this.clickhouse, tenant, identityKeys(identity));
    void reply.type(JSON_TYPE);
    return jsonAsSent(JSON.stringify(personOf(agent, statements)));
  }
}

/** The Activities Resource (xAPI 1.0.3 Communication 2.5, IEEE 9274.1.1 4.1.6.4). */
@ApiTags('xapi')
@ApiHeader({ name: VERSION_HEADER, required: true, description: '1.0, 1.0.x or 2.0.x' })
@Controller('xapi/activities')
export class ActivitiesController {
  constructor(@Inject(ClickHouse) private readonly clickhouse: ClickHouse) {}

  @Get()
  @Requires('read')
  @ApiOperation({ summary: 'What statements tell of an Activity.' })
  @ApiQuery({ name: 'activityId', required: true })
  @ApiAnswer({ description: 'The Activity; one that nobody described has its id alone.', schema: anyObject })
  async get(
    @CurrentPrincipal() { tenant }: Principal,
    @Headers(VERSION) version: string | undefined,
    @Query() parameters: RawParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    negotiateVersion(version);
    const { activityId } = acceptedParameters(activityQuery.safeParse(parametersOnce(parameters)));
    const statements = await statementsNamingActivity(this.clickhouse, tenant, activityId);
    void reply.type(JSON_TYPE);
    return jsonAsSent(JSON.stringify(activityOf(activityId, statements)));
  }
}
