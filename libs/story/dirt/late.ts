import { moment, plusMinutes } from '../calendar.ts';
import type { Completion, Identity, Known, Ledger, LedgerLearner } from '../ledger/ledger.ts';
import { known } from '../ledger/learners.ts';
import { requiredModules } from '../plan.ts';
import type { Dirt } from './dirt.ts';

const days = {
  learning: moment('2026-11-03T09:00:00Z'),
  people: moment('2026-11-04T09:00:00Z'),
  tools: moment('2026-11-05T09:00:00Z'),
};

/** Between the editions: completions, marks, an exclusion, an identity, incidents, approvals, and the void of a completion. */
export const late: Dirt<'late'> = {
  name: 'late',
  sentence:
    'What happened by the end of October is told on 3-5 November; a reader without knownBy rewrites the first edition.',
  marks: (ledger) => {
    const someone = (id: string) => ledger.learners.find((learner) => learner.id === id);
    return {
      ...ledger,
      learners: ledger.learners.map(lateLearner),
      completions: [
        ...ledger.completions.map((one) => lateCompletion(one, someone(one.learner))),
        ...ledger.learners.flatMap(wronglyComplete),
      ],
      scores: ledger.scores.map((one) => {
        const learner = someone(one.learner);
        if (learner?.shape === 'known-later') return meaningLater(one);
        return one.phase === 'post' && learner !== undefined && hasLatePost(learner)
          ? { ...one, told: days.learning }
          : one;
      }),
      reviews: ledger.reviews.map((one) =>
        one.item === 'p-03/i-3' && one.run === 'run-3' && one.version === '2'
          ? { ...one, told: days.tools }
          : one,
      ),
      incidents: ledger.incidents.map((one) =>
        ['inc-c27', 'inc-c28'].includes(one.id)
          ? {
              ...one,
              opened: lateTool(one.opened),
              detected: lateTool(one.detected),
              acknowledged: lateTool(one.acknowledged),
              mitigated: lateTool(one.mitigated),
              resolved: lateTool(one.resolved),
            }
          : one.id === 'inc-c26'
            ? { ...one, mitigated: lateTool(one.mitigated), resolved: lateTool(one.resolved) }
            : one,
      ),
      useCases: ledger.useCases.map((one) =>
        one.shape === 'approved-in-october' ? { ...one, decisions: one.decisions.map(lateTool) } : one,
      ),
      strangers: [
        ...ledger.strangers,
        ...ledger.learners
          .filter((learner) => learner.shape === 'known-later')
          .flatMap((learner) => strangerUntilKnown(learner, ledger)),
      ],
    };
  },
};

function lateTool<T extends Known | null>(one: T): T {
  return one === null ? one : { ...one, told: days.tools };
}

function lateLearner(learner: LedgerLearner): LedgerLearner {
  const { excluded, identities } = learner;
  if (learner.shape === 'known-later')
    return {
      ...learner,
      identities: [...identities.slice(0, 1).map(toldByPeople), ...identities.slice(1)],
    };
  const second = learner.place % 28 === 1 && excluded !== null;
  return second ? { ...learner, excluded: toldByPeople(excluded) } : learner;
}

function toldByPeople<T extends Known>(one: T): T {
  return { ...one, told: days.people };
}

/** The last module of four in 28 of each role, and all that someone said under a name nobody knew. */
function lateCompletion(one: Completion, learner: LedgerLearner | undefined): Completion {
  if (learner === undefined) return one;
  if (learner.shape === 'known-later') return one.as === 0 ? meaningLater(one) : one;
  const last = requiredModules(learner.enrolled.role).at(-1)?.id;
  return learner.shape === 'regular' && learner.place % 28 === 15 && one.module === last
    ? { ...one, told: days.learning }
    : one;
}

function meaningLater<T extends Known>(one: T): T {
  return { ...one, sent: one.told, told: days.people };
}

function hasLatePost(learner: LedgerLearner): boolean {
  const role = learner.enrolled.role;
  return learner.place % 28 === 16 && (role === 'risk-assessor' || role === 'change-champion');
}

/** A pass that the learning system takes back only in November. */
function wronglyComplete(learner: LedgerLearner): Completion[] {
  if (learner.shape !== 'prior-only' || learner.enrolled.role !== 'model-operator') return [];
  return [
    {
      ...known(moment('2026-09-15T11:00:00Z')),
      untold: plusMinutes(days.learning, 10),
      learner: learner.id,
      module: 'guardrails',
      via: 'statement',
      as: 0,
    },
  ];
}

function strangerUntilKnown(learner: LedgerLearner, ledger: Ledger): Ledger['strangers'] {
  const identity: Identity | undefined = learner.identities[0]?.identity;
  const first = ledger.completions
    .filter((one) => one.learner === learner.id && one.as === 0)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  if (identity === undefined || first === undefined) return [];
  return [{ at: first.at, told: first.told, untold: days.people, identity, module: first.module }];
}
