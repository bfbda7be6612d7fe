import { planRows } from '../../breakdown/hidden-rows.ts';
import { groupMembers } from '../../breakdown/member-groups.ts';
import { cohortPeriod, type Member, type RequiredModule } from '../../cohort/member.ts';
import { evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Reading } from '../../reading.ts';
import type { ModuleFacts } from '../../training-completion/gather-signals.ts';
import { trainingCompletionLoader } from '../../training-completion/loader.ts';
import type { Measure, MeasureFigure, MeasureRow } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';
import { hasReached, journeysOf, setAside, type Journey } from './journey.ts';
import { smallSteps } from './small-steps.ts';

export const moduleDropOff: Measure = {
  id: 'module-drop-off',
  title: 'Where learners stop',
  definition:
    'Of the learners who began (any statement on a required module inside the own window, or a completion that a tool reports; one reported as failed says nothing, nor does a statement that breaks a rule of cmi5), the share that stopped before completing: they withdrew, or their window ended, with a required module not met. ' +
    'A row for each required module, in the order of the program file: of those who had met every module before it, the share that stopped there. ' +
    'Each learner who stopped counts at one module, the first that is not met, so the numerators add up. ' +
    'Learners whose window still runs have not stopped: they count in the denominator, and details.stillRunning says how many of them stand there.',
  definitionVersion: '1.2',
  unit: 'share',
  selfReported: false,
  dimensions: ['role', 'track', 'team', 'cohort'],
  nestedColumns: true,
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame, by, hidden) {
    const [facts, loaded] = await Promise.all([reader.modules(), trainingCompletionLoader.load(reader)]);
    const plan = hidden ?? (await planRows(trainingCompletionLoader, { now: { frame, loaded }, past: [] }));
    return moduleDropOffFigure(facts, loaded.at(frame), frame, by, plan['track'] ?? new Set());
  },
};

/**
 * @param reading training completion of the same frame
 * @param hiddenTracks the tracks that it hides: their modules are hidden too
 */
export function moduleDropOffFigure(
  facts: ModuleFacts,
  reading: Reading,
  frame: Frame,
  by: Dimension | null,
  hiddenTracks: ReadonlySet<string>,
): MeasureFigure {
  const journeys = journeysOf(facts, frame);
  const begun = journeys.filter(({ began }) => began !== null);
  const evidence = begun.flatMap((journey) => evidenceOn(journey, journey.standsBefore));
  const apart = [
    ...journeys.filter(({ began }) => began === null).map(({ member }) => notBegun(member)),
    ...frame.members.flatMap(({ learner, exclusion }) =>
      exclusion === null ? [] : [evidenceOf('excluded', learner, exclusion, exclusion.reason)],
    ),
  ];
  const modules = modulesOf(frame);
  const minimum = frame.program.privacy.minimumGroup.counts;
  const whole = reading.whole();
  return {
    ...shareValue(evidence, 'Nobody has begun.', { stillRunning: stillRunning(begun) }),
    evidence: [...evidence, ...apart, ...setAside(whole)],
    period: cohortPeriod(frame.members, frame.clocks.asOf),
    excluded: tally(apart.flatMap(({ reason }) => reason ?? [])),
    unmatched: whole.unmatched,
    rows:
      by === null
        ? rowsOf(begun, modules).map(({ module, ...value }) => ({
            key: module.id,
            title: module.title,
            column: null,
            ...value,
          }))
        : groupRows(by),
    notes: [],
    feed: reading.feed,
  };

  function rowsOf(own: readonly Journey[], steps: readonly ProgramStep[]) {
    const small = smallSteps(own, minimum);
    return steps.map(({ module, track }) => {
      const reached = own.filter((journey) => hasReached(journey, module));
      const standing = reached.filter(({ standsBefore }) => standsBefore?.id === module.id);
      return {
        module,
        ...shareValue(
          reached.flatMap((journey) => evidenceOn(journey, module)),
          'Nobody has come this far.',
          { stillRunning: stillRunning(standing) },
        ),
        hidden: small.has(module.id) || (track !== null && hiddenTracks.has(track)),
      };
    });
  }

  function groupRows(dimension: Dimension): MeasureRow[] {
    return groupMembers(frame, dimension).flatMap(({ key, title, members }) => {
      const group = new Set(members);
      const asked = new Set(members.flatMap(({ required }) => required.map(({ id }) => id)));
      const steps = modules.filter(({ module }) => asked.has(module.id));
      const own = begun.filter(({ member }) => group.has(member));
      return rowsOf(own, steps).map(({ module, ...value }) => ({
        ...value,
        key,
        title,
        column: { key: module.id, title: module.title },
      }));
    });
  }
}

interface ProgramStep {
  readonly module: Pick<RequiredModule, 'id' | 'title'>;
  /** null: a common module */
  readonly track: string | null;
}

function modulesOf({ program }: Frame): ProgramStep[] {
  const { common, tracks } = program;
  const steps = [
    ...common.modules.map((module) => ({ module, track: null })),
    ...tracks.flatMap(({ id, modules }) => modules.map((module) => ({ module, track: id }))),
  ];
  return steps.filter(({ module }) => module.required);
}

function evidenceOn(journey: Journey, module: Pick<RequiredModule, 'id' | 'title'> | null): EvidenceEntry[] {
  const { member, began, last, standsBefore, running } = journey;
  if (began === null || last === null) return [];
  const denominator = evidenceOf('denominator', member.learner, began);
  if (module === null || standsBefore?.id !== module.id) return [denominator];
  if (running)
    return [
      denominator,
      evidenceOf('censored', member.learner, last, `the window runs until ${member.windowEnd}`),
    ];
  const why = member.withdrawn ? 'withdrew' : 'the window ended';
  return [denominator, evidenceOf('numerator', member.learner, last, `${why} before ${module.title}`)];
}

const NOT_BEGUN = 'not begun';

function notBegun({ learner, enrolled }: Member): EvidenceEntry {
  return evidenceOf('excluded', learner, enrolled, NOT_BEGUN);
}

function stillRunning(journeys: readonly Journey[]): number {
  return journeys.filter(({ running }) => running).length;
}
