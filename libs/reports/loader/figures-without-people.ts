import { scorecardWithoutPeople, type ProgramFigures } from '#kpi';

/** What a document says to a reader without the scope `people`: where a name would stand, null. */
export function figuresWithoutPeople(figures: ProgramFigures) {
  const { scorecard, prompts, governance } = figures;
  return {
    ...figures,
    scorecard: scorecardWithoutPeople(scorecard),
    prompts: { ...prompts, reviewers: null, worst: prompts.worst.map((one) => ({ ...one, owner: null })) },
    governance: {
      ...governance,
      uncovered: governance.uncovered.map((one) => ({ ...one, owner: null })),
      exceptions: governance.exceptions.map((one) => ({ ...one, approver: null })),
      expiry: governance.expiry.map((one) => ({ ...one, owner: null })),
    },
    stuckLearners: null,
  };
}
