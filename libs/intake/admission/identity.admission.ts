import type { ClickHouse } from '#clickhouse';
import { eventVoided, learnerEnrolled, learnerIdentified, type IncomingEvent } from '#events';
import type { AdmissionCheck, AdmissionFault, Batch, Judge } from './admission.ts';
import { currentData } from './current-data.ts';
import { holderAfter, rivalsWithout, type Saying } from './holding.ts';
import { identityHistories } from './identity-history.query.ts';
import type { VoidTarget } from './void-targets.ts';

const ENROLLED = learnerEnrolled.type;
const IDENTIFIED = learnerIdentified.type;
const VOIDED = eventVoided.type;

type Histories = ReadonlyMap<string, readonly Saying[]>;

/** One identity belongs to one learner at a time: otherwise a statement would count for two. */
export class IdentityAdmission implements AdmissionCheck {
  readonly types: ReadonlySet<string> = new Set([ENROLLED, IDENTIFIED, VOIDED]);

  constructor(private readonly clickhouse: ClickHouse) {}

  async prepare({ principal, events, targets }: Batch): Promise<Judge> {
    const identities = new Set(events.flatMap((event) => targets.get(event)?.identities ?? event.identities));
    const histories = await identityHistories(this.clickhouse, principal.tenant, identities);
    return (event) =>
      event.type === VOIDED ? faultsOfVoid(targets.get(event), histories) : faultsOfClaim(event, histories);
  }
}

function faultsOfClaim(event: IncomingEvent, histories: Histories): AdmissionFault[] {
  if (event.identities.length === 0) return [];
  const { learner, action } = claim(event);
  if (action === 'ended') return [];
  for (const identity of event.identities) {
    const holder = holderAfter(histories.get(identity) ?? [], learner, event.occurredAt);
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

/** A void of an end gives the identity back, which another learner may have been given since. */
function faultsOfVoid(target: VoidTarget | undefined, histories: Histories): AdmissionFault[] {
  if (target?.type !== IDENTIFIED) return [];
  for (const identity of target.identities) {
    const rivals = rivalsWithout(histories.get(identity) ?? [], target);
    if (rivals !== null) {
      return [
        {
          pointer: '/data/id',
          reason: `Without this end the identity ${identity} would be the learner ${rivals.learner}'s again, while the learner ${rivals.other} has it since; void first what gave it to ${rivals.other}.`,
          conflict: true,
        },
      ];
    }
  }
  return [];
}

function claim(event: IncomingEvent): { learner: string; action: 'added' | 'ended' } {
  if (event.type === ENROLLED)
    return { learner: currentData(learnerEnrolled, event).learner, action: 'added' };
  const data = currentData(learnerIdentified, event);
  return { learner: data.learner, action: data.action ?? 'added' };
}
