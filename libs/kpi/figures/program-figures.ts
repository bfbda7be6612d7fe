import type { ClickHouse } from '#clickhouse';
import type { Clocks, Program } from '#program';
import { planRows } from '../breakdown/hidden-rows.ts';
import { rowSource, settledInquiry, type Settling } from '../breakdown/settled.ts';
import { countsAt } from '../cohort/identified.ts';
import { cohortPeriod } from '../cohort/member.ts';
import type { Store } from '../frame/frame-at.ts';
import { inquire, type Inquiry } from '../inquiry.ts';
import { kpiIds, type BreakdownRow, type KpiId, type Scorecard } from '../kpi.schema.ts';
import { loaders } from '../loaders.ts';
import { askedFigure } from '../measures/asked-figure.ts';
import { capabilityColumn, minimumCapability } from '../measures/learning/minimum-capability.ts';
import { promptSettingsOf, reviewsOf } from '../prompt-consistency/loader.ts';
import { ownersOf } from '../prompt-library/owners.ts';
import { answerOf, contextOf, type Asked, type KpiOptions } from '../scorecard.ts';
import { gatherAttempts } from '../skills-gain/gather-attempts.ts';
import { signalsOf } from '../training-completion/module-signal.ts';
import { capabilityGates, type Gate } from './learning/gates.figure.ts';
import { learningFacts, type LearningFacts } from './learning/learning-facts.ts';
import { moduleReach, type ModuleReach } from './learning/modules.figure.ts';
import { paceOf, type Pace } from './learning/pace.figure.ts';
import { stuckLearners, type StuckLearner } from './learning/stuck-learners.figure.ts';
import { staleSources, type RegularFeed, type StaleSource } from './stale-sources.ts';
import { governanceFigures, type GovernanceFigures } from './work/governance.figure.ts';
import { incidentFigures, type IncidentFigures } from './work/incidents.figure.ts';
import { promptFigures, type PromptFigures } from './work/prompts.figure.ts';

/** All that the documents of a program say at one pair of clocks, from facts that were each read once. */
export interface ProgramFigures {
  readonly program: Program;
  /** learners who ever enrolled; null when too few to show */
  readonly learners: number | null;
  /** by role */
  readonly scorecard: Scorecard;
  /** of which moment the groups of people are; null: of none, for no month has ended */
  readonly groupsAt: Clocks | null;
  readonly byTrack: Readonly<Partial<Record<KpiId, readonly BreakdownRow[]>>>;
  readonly learning: {
    readonly pace: readonly Pace[];
    readonly modules: readonly ModuleReach[];
    readonly gates: readonly Gate[];
  };
  readonly prompts: PromptFigures;
  readonly incidents: IncidentFigures;
  readonly governance: GovernanceFigures;
  readonly staleSources: readonly StaleSource[];
  /** by name: for readers with the scope `people` alone */
  readonly stuckLearners: readonly StuckLearner[];
}

/** KPIs that have a breakdown by track. */
const TRACKED = ['training-completion', 'skills-gain'] as const;

export interface FiguresOptions extends Omit<KpiOptions, 'by' | 'withoutPeople'> {
  /** how groups are dated for a reader who may not see people; absent: the reader may, and they are live */
  readonly settling?: Settling | undefined;
}

/**
 * The scorecard by role and the figures beside it. Small groups are hidden as in the scorecard.
 * @throws UnknownProgram (a 404)
 */
export async function programFigures(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  options: FiguresOptions,
): Promise<ProgramFigures> {
  const { asOf, knownBy, settling } = options;
  const store: Store = { clickhouse, tenant, context: contextOf(options) };
  const live = await inquire(store, program, { asOf, knownBy }, true);
  const groups = settling === undefined ? live : await settledInquiry(store, live, settling);
  const asked: Asked = { live, settled: settling === undefined ? undefined : groups };
  const { now, reader } = live;
  const [kpis, byTrack, facts] = await Promise.all([
    Promise.all(kpiIds.map((kpi) => answerOf(kpi, asked, 'role'))),
    Promise.all(TRACKED.map(async (kpi) => [kpi, (await answerOf(kpi, asked, 'track')).breakdown] as const)),
    read(live),
  ]);
  const learning = await learningOf(live, facts);
  const ofGroups =
    groups === null || groups === live
      ? { learning: groups && learning, facts }
      : await read(groups).then(async (then) => ({
          learning: await learningOf(groups, then),
          facts: then,
        }));
  const { minimumGroup } = now.program.privacy;
  return {
    program: now.program,
    learners: now.members.length < minimumGroup.counts ? null : now.members.length,
    scorecard: { program, asOf, knownBy, kpis },
    groupsAt: groups === null ? null : groups.now.clocks,
    byTrack: Object.fromEntries(byTrack),
    learning: {
      pace: ofGroups.learning === null ? [] : paceOf(ofGroups.learning),
      modules: reachOfModules(learning, ofGroups.learning),
      gates: groups && ofGroups.learning ? await gatesOf(groups, ofGroups.learning, ofGroups.facts) : [],
    },
    prompts: promptFigures(facts.reviews, facts.owners, now),
    incidents: incidentFigures(await reader.incidents(), now),
    governance: governanceFigures(await reader.useCases(), await reader.governance(), now),
    staleSources: staleSources(regularFeeds(facts, learning), asOf, now.program.status.staleAfter),
    stuckLearners: stuckLearners(learning),
  };
}

/** Modules of everybody are live as totals are; those of a track are of a group. */
function reachOfModules(live: LearningFacts, groups: LearningFacts | null): ModuleReach[] {
  const ofGroups = new Map((groups === null ? [] : moduleReach(groups)).map((own) => [own.module, own]));
  return moduleReach(live).map((own) =>
    own.track === null
      ? own
      : (ofGroups.get(own.module) ?? { ...own, cohort: null, completed: null, suppressed: true }),
  );
}

type Facts = Awaited<ReturnType<typeof read>>;

async function read({ reader }: Inquiry) {
  const [modules, scores, capability, reviews, prompts] = await Promise.all([
    reader.modules(),
    reader.scores(),
    reader.capability(),
    reader.reviews(),
    reader.prompts(),
  ]);
  return { modules, scores, capability, reviews, owners: ownersOf(prompts) };
}

/** Progress, and which roles and tracks the rows of training completion hide. */
async function learningOf(inquiry: Inquiry, facts: Facts): Promise<LearningFacts> {
  const loader = loaders['training-completion'];
  const { role, track } = await planRows(loader, await rowSource(loader, inquiry));
  return learningFacts(facts.modules, inquiry.now, {
    hiddenRoles: role ?? new Set(),
    hiddenTracks: track ?? new Set(),
  });
}

/** The gates that the measure of the same name shows, with the same rows hidden. */
async function gatesOf(groups: Inquiry, learning: LearningFacts, { capability }: Facts): Promise<Gate[]> {
  const { hidden } = await askedFigure(minimumCapability, groups, null);
  const rows = new Set([...hidden.rows].map(({ key, column }) => `${column?.key} ${key}`));
  return capabilityGates(learning, capability, (role, day) => rows.has(`${capabilityColumn(day)} ${role}`));
}

/** Signals of modules, marks and reviews: enrolments come once, so they are left out. */
function regularFeeds(facts: Facts, { frame, gathered }: LearningFacts): RegularFeed[] {
  const { members, clocks } = frame;
  const { attempts } = gatherAttempts(facts.scores, frame);
  const learning = members.flatMap(({ learner }) =>
    [...signalsOf(gathered.signals.get(learner)), ...(attempts.get(learner) ?? [])].filter((event) =>
      countsAt(event, clocks.asOf),
    ),
  );
  const reviews = reviewsOf(facts.reviews, frame);
  return [
    { facts: learning, windowEnd: cohortPeriod(members, clocks.asOf).end },
    { facts: reviews, windowEnd: promptSettingsOf(frame.program, () => reviews).current.end },
  ];
}
