import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ClickHouse } from '#clickhouse';
import { EVENT_LOG, type EventLog } from '#event-log';
import { conflict, ID_SOURCE, type IdSource, jsonPointer, type Principal } from '#platform';
import type { ReceivedBody } from '../http/received-body.ts';
import type { RuleSet } from '../statement/rules.ts';
import { readBatch } from './statement-batch.ts';
import { refuseVoidsOfVoids } from './void-targets.ts';

/** Statements as received, all or nothing; answered with their ids in order. */
export class StoreStatementsCommand extends Command<readonly string[]> {
  constructor(
    readonly principal: Principal,
    /** A statement or an array of them. */
    readonly body: ReceivedBody,
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
    @Inject(ID_SOURCE) ids: IdSource,
  ) {
    this.newId = () => ids.uuid();
  }

  async execute({ principal, body, rules, statementId }: StoreStatementsCommand): Promise<readonly string[]> {
    const asked = { principal, rules, statementId, newId: this.newId };
    const batch = readBatch(body.take(), asked);
    await refuseVoidsOfVoids(this.clickhouse, principal.tenant, batch, rules);
    const result = await this.log.append({
      tenant: principal.tenant,
      recordedBy: principal.keyId,
      events: batch.events,
      atomic: true,
    });
    if (!result.stored) {
      const reason =
        'A statement with this id is stored with other content, and stands. Nothing of this request was stored.';
      const clause = rules === '1.0' ? 'xAPI 1.0.3 Communication 2.1' : 'IEEE 9274.1.1 4.1.6.1';
      throw conflict(
        reason,
        result.conflicts.map((index) => ({
          pointer: jsonPointer(batch.inArray ? [index, 'id'] : ['id']),
          reason,
          clause,
        })),
      );
    }
    return batch.events.map(({ id }) => id);
  }
}
