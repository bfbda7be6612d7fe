import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ClickHouse } from '#clickhouse';
import { EVENT_LOG, type EventLog } from '#event-log';
import {
  badRequest,
  CLOCK,
  type Clock,
  conflict,
  ID_SOURCE,
  type IdSource,
  jsonPointer,
  type Principal,
  type Problem,
} from '#platform';
import { authorityOf } from '../actor/authority.ts';
import { STATEMENT_LIMITS } from '../limits.ts';
import { requireFileUrls } from '../statement/attachment-content.ts';
import { readStatements, type ReadStatement } from '../statement/batch.ts';
import type { JsonObject } from '../statement/json-value.ts';
import { prepareStatement, type PreparedStatement } from '../statement/normal-form.ts';
import { requireNotAhead } from '../statement/timestamp-ahead.ts';
import { clauseOf, type RuleId, type RuleSet } from '../statement/rules.ts';
import { statementEvent } from './statement-event.ts';
import { refuseVoidsOfVoids } from './void-targets.ts';

const NOTHING_TOLERATED: ReadonlySet<RuleId> = new Set();

/** Statements as received, all or nothing; answered with their ids in order. */
export class StoreStatementsCommand extends Command<readonly string[]> {
  constructor(
    readonly principal: Principal,
    /** A statement or an array of them. */
    readonly body: unknown,
    readonly rules: RuleSet,
    /** The id that a PUT names, in lower case: then the body is one statement with this id, or without any. */
    readonly statementId: string | null = null,
  ) {
    super();
  }
}

@CommandHandler(StoreStatementsCommand)
export class StoreStatementsHandler implements ICommandHandler<StoreStatementsCommand> {
  private readonly newId: () => string;

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ID_SOURCE) ids: IdSource,
  ) {
    this.newId = () => ids.uuid();
  }

  async execute({ principal, body, rules, statementId }: StoreStatementsCommand): Promise<readonly string[]> {
    const inArray = Array.isArray(body);
    if (inArray && statementId !== null) throw notOne(rules);
    const read = readStatements(body, {
      rules,
      maxStatements: STATEMENT_LIMITS.batch,
      tolerated: NOTHING_TOLERATED,
    });
    const assignment = { newId: this.newId, authority: authorityOf(principal), rules };
    const prepared = read.map(({ statement }: ReadStatement, index): PreparedStatement => {
      requireFileUrls(statement, inArray ? [index] : []);
      return prepareStatement(statementId === null ? statement : named(statement, statementId), assignment);
    });
    requireNotAhead(prepared, { now: this.clock.now(), rules, inArray });
    await refuseVoidsOfVoids(this.clickhouse, principal.tenant, prepared, rules);
    const result = await this.log.append({
      tenant: principal.tenant,
      recordedBy: principal.keyId,
      events: prepared.map(statementEvent),
      atomic: true,
    });
    if (!result.stored) {
      const reason =
        'A statement with this id is stored with other content, and stands. Nothing of this request was stored.';
      const clause = rules === '1.0' ? 'xAPI 1.0.3 Communication 2.1' : 'IEEE 9274.1.1 4.1.6.1';
      throw conflict(
        reason,
        result.conflicts.map((index) => ({
          pointer: jsonPointer(inArray ? [index, 'id'] : ['id']),
          reason,
          clause,
        })),
      );
    }
    return prepared.map(({ id }) => id);
  }
}

function notOne(rules: RuleSet): Problem {
  const reason = 'A PUT brings one statement, not an array.';
  return badRequest(
    reason,
    [{ pointer: '', reason, clause: clauseOf('type-object', rules) }],
    'invalid-statement',
  );
}

function named(statement: JsonObject, statementId: string): JsonObject {
  const { id } = statement;
  if (id === undefined) return { ...statement, id: statementId };
  if (typeof id === 'string' && id.toLowerCase() === statementId) return statement;
  const reason = `The id of the statement is not the statementId ${statementId} of the request.`;
  throw badRequest(
    reason,
    [{ pointer: jsonPointer(['id']), reason, clause: 'xAPI 1.0.3 Communication 2.1.1' }],
    'invalid-statement',
  );
}
