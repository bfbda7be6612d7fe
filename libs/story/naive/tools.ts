import { z } from 'zod';
import type { Instant } from '#platform';
import { moment } from '../calendar.ts';
import type { DirtName } from '../dirt/kinds.ts';
import type { Incident, Known, Ledger, UseCase } from '../ledger/ledger.ts';
import { teams } from '../plan.ts';
import type { Received } from './received.ts';

const mark = z.number();
const review = z.object({
  prompt: z.string(),
  version: z.string(),
  item: z.string(),
  run: z.string(),
  reviewer: z.string(),
  rubricVersion: z.string(),
  calibration: z.boolean(),
  team: z.string(),
  criteria: z.object({
    clarity: mark,
    grounding: mark,
    safety: mark,
    completeness: mark,
    formatCompliance: mark,
  }),
});
const opened = z.object({
  incident: z.string(),
  model: z.string(),
  severity: z.enum(['sev1', 'sev2', 'sev3']),
  team: z.string(),
  drill: z.boolean(),
});
const registered = z.object({
  useCase: z.string(),
  version: z.string(),
  tier: z.string(),
  owner: z.string(),
  title: z.string(),
  team: z.string(),
});
const instant = z.string().transform((text): Instant => moment(text));
const changed = z.object({ version: z.string(), owner: z.string() });
const reTiered = z.object({ tier: z.string() });
const requested = z.object({ version: z.string(), due: instant.optional().transform((due) => due ?? null) });
const decided = z.object({
  version: z.string(),
  decision: z.enum(['approved', 'rejected', 'changes-requested']),
  reviewer: z.string(),
  validUntil: instant.optional().transform((until) => until ?? null),
});
const granted = z.object({ exception: z.string(), expires: instant });
const closed = z.object({ exception: z.string() });

const clock = ({ at, told }: Received): Known => ({ at, told });

/** The data of an event with when it happened and when it was told. */
const read =
  <T extends object>(schema: z.ZodType<T>) =>
  (row: Received): T & Known => ({ ...schema.parse(row.body), ...clock(row) });

/** Reviews, incidents and the register of cases, of the teams in the program's scope. */
export function readTools(
  rows: readonly Received[],
  ignore: DirtName | null,
): Pick<Ledger, 'reviews' | 'incidents' | 'useCases'> {
  const inScope = ({ team }: { readonly team: string }) =>
    ignore === 'out-of-scope' || teams.some((one) => one === team);
  const ofType = (type: string) => rows.filter((row) => row.type === type);
  const bySubject = Map.groupBy(rows, ({ body }) => String(body['incident'] ?? body['useCase'] ?? ''));
  return {
    reviews: ofType('prompt.reviewed').map(read(review)).filter(inScope),
    incidents: ofType('incident.opened')
      .map((row) => {
        const about = opened.parse(row.body);
        return incidentOf(row, about, bySubject.get(about.incident) ?? []);
      })
      .filter(inScope),
    useCases: ofType('use-case.registered')
      .map((row) => {
        const about = registered.parse(row.body);
        return caseOf(row, about, bySubject.get(about.useCase) ?? []);
      })
      .filter(inScope),
  };
}

function incidentOf(row: Received, about: z.infer<typeof opened>, rows: readonly Received[]): Incident {
  const step = (name: string): Known | null => {
    const found = rows.find((one) => one.type === `incident.${name}`);
    return found === undefined ? null : clock(found);
  };
  const resolved = step('resolved');
  return {
    ...about,
    id: about.incident,
    startedAt: null,
    opened: clock(row),
    detected: step('detected'),
    acknowledged: step('acknowledged'),
    mitigated: step('mitigated'),
    resolved: resolved === null ? null : { ...resolved, notesScore: 1 },
  };
}

function caseOf(row: Received, about: z.infer<typeof registered>, rows: readonly Received[]): UseCase {
  const all = (type: string) => rows.filter((one) => one.type === type);
  const one = (type: string): Known | null => {
    const found = all(type)[0];
    return found === undefined ? null : clock(found);
  };
  const ends = all('exception.closed').map(read(closed));
  return {
    ...about,
    id: about.useCase,
    shape: 'regular',
    registered: { ...clock(row), version: about.version, tier: about.tier },
    changes: all('use-case.changed').map(read(changed)),
    retiers: all('use-case.re-tiered').map(read(reTiered)),
    firstUsed: one('use-case.first-used'),
    retired: one('use-case.retired'),
    requests: all('governance.review-requested').map(read(requested)),
    decisions: all('governance.review-decided').map(read(decided)),
    exceptions: all('exception.granted').map((it) => {
      const { exception, expires } = granted.parse(it.body);
      const end = ends.find((one) => one.exception === exception);
      return { id: exception, granted: { ...clock(it), expires }, closed: end ?? null };
    }),
  };
}
