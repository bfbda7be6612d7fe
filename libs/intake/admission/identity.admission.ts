import type { ClickHouse } from '#clickhouse';
import { learnerEnrolled, learnerIdentified, type IncomingEvent } from '#events';
import type { Instant, Principal, ProblemDetail } from '#platform';
import type { AdmissionCheck } from './admission.ts';
import { currentData } from './current-data.ts';
import { identityHistory } from './identity.query.ts';

const ENROLLED = learnerEnrolled.type;
const IDENTIFIED = learnerIdentified.type;

interface Saying {
  readonly learner: string;
  readonly action: 'added' | 'ended';
  readonly at: Instant;
}

/** One identity belongs to one learner at a time: otherwise a statement would count for two. */
export class IdentityAdmission implements AdmissionCheck {
  readonly types: ReadonlySet<string> = new Set([ENROLLED, IDENTIFIED]);

  constructor(private readonly clickhouse: ClickHouse) {}

  async check(principal: Principal, event: IncomingEvent): Promise<readonly ProblemDetail[]> {
    if (event.identities.length === 0) return [];
    const { learner, action } = claim(event);
    if (action === 'ended') return [];
    const rows = await this.clickhouse.query(identityHistory, principal.tenant, {
      identities: [...event.identities],
    });
    const from = event.occurredAt;
    for (const identity of event.identities) {
      const sayings = rows
        .filter((row) => row.identity === identity)
        .map((row) => ({ learner: row.learner, action: row.action, at: row.occurred_at }));
      const holder = holderAfter(sayings, learner, from);
      if (holder !== null) {
        return [
          {
            pointer: '/data',
            reason: `The identity ${identity} belongs to the learner ${holder}; end it there first (plumbline.learner.identified with action "ended").`,
          },
        ];
      }
    }
    return [];
  }
}

function claim(event: IncomingEvent): { learner: string; action: 'added' | 'ended' } {
  if (event.type === ENROLLED)
    return { learner: currentData(learnerEnrolled, event).learner, action: 'added' };
  const data = currentData(learnerIdentified, event);
  return { learner: data.learner, action: data.action ?? 'added' };
}

/** Another learner who still holds the identity after `from` (null: from now on), or null. */
function holderAfter(sayings: readonly Saying[], learner: string, from: Instant | null): string | null {
  const others = new Set(
    sayings.filter((saying) => saying.learner !== learner).map((saying) => saying.learner),
  );
  for (const other of others) {
    const latest = sayings
      .filter((saying) => saying.learner === other)
      .reduce((last, saying) => (saying.at >= last.at ? saying : last));
    if (latest.action === 'added' || (from !== null && latest.at > from)) return other;
  }
  return null;
}
