import type { ClickHouse } from '#clickhouse';
import type { Program } from '#program';
import { assembleKpi, hiddenGroups } from '../assemble.ts';
import { cohortPeriod } from '../cohort/member.ts';
import type { Frame } from '../frame/frame.ts';
import type { Store } from '../frame/frame-at.ts';
import { inquire, type Inquiry } from '../inquiry.ts';
import { kpiIds, type BreakdownRow, type KpiId, type Scorecard } from '../kpi.schema.ts';
import { loaders } from '../loaders.ts';
import { promptSettingsOf, reviewsOf } from '../prompt-consistency/loader.ts';
import type { Loaded, KpiLoader } from '../reading.ts';
import { ownersOf } from '../prompt-library/owners.ts';
import { contextOf, type KpiOptions } from '../scorecard.ts';
import { gatherAttempts } from '../skills-gain/gather-attempts.ts';
import { trendOf } from '../trend/trend.ts';
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

/**
 * The scorecard by role and the figures beside it. Small groups are hidden as in the scorecard.
 * @throws UnknownProgram (a 404)
 */
export async function programFigures(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  options: Omit<KpiOptions, 'by'>,
): Promise<ProgramFigures> {
  const { asOf, knownBy } = options;
  const store: Store = { clickhouse, tenant, context: contextOf(options) };
  const inquiry = await inquire(store, program, { asOf, knownBy }, true);
  const { now, reader } = inquiry;
  const [kpis, byTrack, facts, past] = await Promise.all([
    Promise.all(kpiIds.map((kpi) => byRole(kpi, inquiry))),
    Promise.all(TRACKED.map(async (kpi) => [kpi, await trackRows(kpi, inquiry)] as const)),
    read(inquiry),
    loadedLearning(inquiry),
  ]);
  const learning = learningFacts(facts.modules, now, past);
  const { minimumGroup } = now.program.privacy;
  return {
    program: now.program,
    learners: now.members.length < minimumGroup.counts ? null : now.members.length,
    scorecard: { program, asOf, knownBy, kpis },
    byTrack: Object.fromEntries(byTrack),
    learning: {
      pace: paceOf(learning),
      modules: moduleReach(learning),
      gates: capabilityGates(learning, facts.capability),
    },
    prompts: promptFigures(facts.reviews, facts.owners, now),
    incidents: incidentFigures(await reader.incidents(), now),
    governance: governanceFigures(await reader.useCases(), await reader.governance(), now),
    staleSources: staleSources(regularFeeds(facts, learning), asOf, now.program.status.staleAfter),
    stuckLearners: stuckLearners(learning),
  };
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

async function byRole(kpi: KpiId, { now, past, reader }: Inquiry) {
  const loader = loaders[kpi];
  const [loaded, trend] = await Promise.all([loader.load(reader), trendOf(loader, past)]);
  return assembleKpi(loader, loaded, { now, trend, by: 'role' });
}

async function trackRows(kpi: KpiId, { now, reader }: Inquiry): Promise<readonly BreakdownRow[]> {
  const loaded = await loaders[kpi].load(reader);
  return assembleKpi(loaders[kpi], loaded, { now, trend: [], by: 'track' }).breakdown;
}

/** Which roles and tracks the rows of training completion hide. */
async function loadedLearning({
  now,
  reader,
}: Inquiry): Promise<Pick<LearningFacts, 'hiddenRoles' | 'hiddenTracks'>> {
  const loader = loaders['training-completion'];
  const loaded = await loader.load(reader);
  return {
    hiddenRoles: hiddenBy(loader, loaded, now, 'role'),
    hiddenTracks: hiddenBy(loader, loaded, now, 'track'),
  };
}

function hiddenBy(
  loader: KpiLoader,
  loaded: Loaded,
  frame: Frame,
  dimension: 'role' | 'track',
): ReadonlySet<string> {
  return hiddenGroups(loader, loaded.at(frame).by(dimension), frame);
}

/** Signals of modules, marks and reviews: enrolments come once, so they are left out. */
function regularFeeds(facts: Facts, { frame, gathered }: LearningFacts): RegularFeed[] {
  const { members, clocks } = frame;
  const { attempts } = gatherAttempts(facts.scores, frame);
  const learning = members.flatMap(({ learner }) => [
    ...[...(gathered.signals.get(learner)?.values() ?? [])].flat(),
    ...(attempts.get(learner) ?? []),
  ]);
  const reviews = reviewsOf(facts.reviews, frame);
  return [
    { facts: learning, windowEnd: cohortPeriod(members, clocks.asOf).end },
    { facts: reviews, windowEnd: promptSettingsOf(frame.program, reviews).current.end },
  ];
}
