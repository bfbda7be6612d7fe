import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { KeyStore } from '#access';
import { ClickHouse } from '#clickhouse';
import { EVENT_LOG, type CandidateEvent, type EventLog } from '#event-log';
import {
  CLOCK,
  type Clock,
  conflict,
  ID_SOURCE,
  type IdSource,
  jsonLimitsOf,
  jsonPointer,
  type Principal,
  SETTINGS_TOKEN,
  type Settings,
} from '#platform';
import { ATTACHMENT_STORE, type AttachmentStore, type NamedUpload } from '../attachments/attachment-store.ts';
import type { HeldContent } from '../attachments/attachments.query.ts';
import { requireContents } from '../attachments/named-attachment.ts';
import { receiveParts, type ReceivedContents } from '../attachments/received-parts.ts';
import { afterGrace } from '../cmi5/ended-session.ts';
import type { ReceivedStatements } from '../http/received-statements.ts';
import { UNBROKEN_CONTENT } from '../statement/deviations.ts';
import type { RuleSet } from '../statement/rules.ts';
import { readBatch, type StatementBatch } from './statement-batch.ts';
import { deviating } from './statement-event.ts';
import { refuseVoidsOfVoids } from './void-targets.ts';

/** Statements as received, all or nothing; answered with their ids in order. */
export class StoreStatementsCommand extends Command<readonly string[]> {
  constructor(
    readonly principal: Principal,
    /** A statement or an array of them, with the contents of attachments behind it or without. */
    readonly body: ReceivedStatements,
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
    @Inject(ATTACHMENT_STORE) private readonly attachments: AttachmentStore,
    @Inject(SETTINGS_TOKEN) private readonly settings: Settings,
    @Inject(KeyStore) private readonly keys: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.newId = () => ids.uuid();
  }

  async execute({ principal, body, rules, statementId }: StoreStatementsCommand): Promise<readonly string[]> {
    const { maxStatements } = this.settings;
    const asked = { principal, rules, statementId, newId: this.newId, maxStatements };
    const batch = readBatch(body.take(), asked);
    await refuseVoidsOfVoids(this.clickhouse, principal.tenant, batch, rules);
    const { uploads, unbroken } = await this.receive(principal, body, batch, rules);
    try {
      await this.attachments.name(principal.tenant, namedUploads(batch, uploads));
      const ids = await this.append(principal, { ...batch, events: eventsOf(batch, unbroken) }, rules);
      for (const session of batch.endedSessions)
        await this.keys.endSession(principal.tenant, session, afterGrace(this.clock.now()));
      return ids;
    } finally {
      this.attachments.release(uploads.map(({ upload }) => upload));
    }
  }

  /** The statements are judged before the contents behind them are read. */
  private async receive(
    { tenant, lenient }: Principal,
    { parts }: ReceivedStatements,
    { attachments: named }: StatementBatch,
    rules: RuleSet,
  ): Promise<ReceivedContents> {
    if (parts === null) {
      requireContents(named, new Set());
      return { uploads: [], unbroken: new Set() };
    }
    const { maxAttachmentBytes, maxAttachments, maxAttachmentSumBytes } = this.settings;
    const limits = {
      contents: maxAttachments,
      bytes: maxAttachmentBytes,
      sumBytes: maxAttachmentSumBytes,
      signature: jsonLimitsOf(this.settings),
    };
    return receiveParts(parts, this.attachments, { tenant, rules, named, limits, lenient });
  }

  private async append(
    principal: Principal,
    batch: StatementBatch,
    rules: RuleSet,
  ): Promise<readonly string[]> {
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

/** The events, marked where a content of theirs came without the line break behind it. */
function eventsOf(
  { attachments, events, deviations }: StatementBatch,
  unbroken: ReadonlySet<string>,
): readonly CandidateEvent[] {
  if (unbroken.size === 0) return events;
  const marked = new Set(attachments.flatMap(({ sha2, statement }) => (unbroken.has(sha2) ? statement : [])));
  return events.map((event, index) =>
    marked.has(index) ? deviating(event, [...(deviations[index] ?? []), UNBROKEN_CONTENT]) : event,
  );
}

/** With each upload one statement that names it: all of the request are stored, or none. */
function namedUploads(
  { attachments, events }: StatementBatch,
  uploads: readonly HeldContent[],
): NamedUpload[] {
  const statementOf = new Map(attachments.map(({ sha2, statement }) => [sha2, events[statement]]));
  return uploads.map((upload) => {
    const event = statementOf.get(upload.sha2);
    if (event === undefined) throw new TypeError('A content that no statement names was taken.');
    return { ...upload, statement: event.id, statementHash: event.contentHash };
  });
}
