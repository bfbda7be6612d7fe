import { defineQuery, type ClickHouse } from '#clickhouse';
import { eventVoided, type IncomingEvent } from '#events';
import type { Principal, ProblemDetail } from '#platform';
import { z } from 'zod';
import type { AdmissionCheck } from './admission.ts';
import { currentData } from './current-data.ts';

const VOIDED = eventVoided.type;

const typeOfEvent = defineQuery({
  name: 'intake.type-of-event',
  sql: `SELECT type FROM event_identities WHERE tenant = {tenant:String} AND source = {source:String} AND id = {id:String} LIMIT 1`,
  params: z.object({ source: z.string(), id: z.string() }),
  row: z.object({ type: z.string() }),
});

/** A void stands: it cannot be voided. What it names may still be on its way. */
export class VoidAdmission implements AdmissionCheck {
  readonly types: ReadonlySet<string> = new Set([VOIDED]);

  constructor(private readonly clickhouse: ClickHouse) {}

  async check(principal: Principal, event: IncomingEvent): Promise<readonly ProblemDetail[]> {
    const { source, id } = currentData(eventVoided, event);
    if (source === event.source && id === event.id) {
      return [{ pointer: '/data/id', reason: 'It names itself; a void names the event it corrects.' }];
    }
    const [target] = await this.clickhouse.query(typeOfEvent, principal.tenant, { source, id });
    return target?.type === VOIDED
      ? [
          {
            pointer: '/data/id',
            reason: 'It names an event.voided; a void cannot be voided. Send the corrected event anew.',
          },
        ]
      : [];
  }
}
