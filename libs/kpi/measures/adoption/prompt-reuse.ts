import { compareText, evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { PromptRegistration } from '../../prompt-library/registrations.query.ts';
import type { PromptUse } from '../../prompt-library/use.ts';
import type { MeasureDefinition, MeasureFigure, MeasureValue } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';
import { usesOf } from './uses.ts';

export const promptReuseDefinition: MeasureDefinition = {
  id: 'prompt-reuse',
  title: 'Reuse of prompts',
  definition:
    'Of the prompts in the library, the share that was used at work twice or more since the program started. ' +
    'Rows are prompts, with how often each was used, or the teams whose prompts they are. ' +
    'Uses of a prompt that is not in the library are counted as unmatched.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: null,
  scope: 'read',
  names: [],
};

/** A prompt of the library with its uses at work. */
interface LibraryPrompt {
  readonly id: string;
  readonly registered: PromptRegistration;
  readonly uses: readonly PromptUse[];
}

/** Prompts of the library that were used at work twice or more; rows are prompts (how often), or teams that own them. */
export function promptReuseFigure(
  registrations: readonly PromptRegistration[],
  facts: readonly PromptUse[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const uses = usesOf(facts, frame);
  const registered = ownFacts(registrations, frame, ({ team, useCase }) => ({ team, useCase }));
  const latest = new Map(
    registered
      .toSorted((a, b) => compareText(a.occurredAt, b.occurredAt))
      .map((registration) => [registration.prompt, registration]),
  );
  const usesByPrompt = Map.groupBy(uses, ({ prompt }) => prompt);
  const library = [...latest]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, own]): LibraryPrompt => ({ id, registered: own, uses: usesByPrompt.get(id) ?? [] }));
  const strays = uses.filter(({ prompt }) => !latest.has(prompt));
  const whole = valueOf(library);
  return {
    ...whole,
    evidence: [
      ...whole.evidence,
      ...strays.map((use) => evidenceOf('unmatched', use.prompt, use, 'not in the library')),
    ],
    period: sinceStart(frame),
    excluded: {},
    unmatched: strays.length,
    rows:
      by === null
        ? library.map((one) => ({ key: one.id, title: one.id, column: null, ...countOf(one) }))
        : teamRows(by, library, ({ registered }) => registered.team, valueOf),
    notes: [],
    feed: [...registered, ...uses],
  };
}

function valueOf(library: readonly LibraryPrompt[]): MeasureValue {
  const evidence = library.flatMap(({ id, registered, uses }): EvidenceEntry[] => {
    const [, second] = uses.toSorted((a, b) => compareText(a.occurredAt, b.occurredAt));
    return [
      evidenceOf('denominator', id, registered),
      ...(second === undefined ? [] : [evidenceOf('numerator', id, second, `used ${uses.length} times`)]),
    ];
  });
  const used = library.filter(({ uses }) => uses.length > 0).length;
  return shareValue(evidence, 'The library holds no prompt.', {
    used,
    uses: library.reduce((sum, { uses }) => sum + uses.length, 0),
  });
}

function countOf({ id, uses }: LibraryPrompt) {
  const users = new Set(uses.map(({ learner }) => learner).filter((learner) => learner !== ''));
  const teams = new Set(uses.map(({ team }) => team).filter((team) => team !== ''));
  return {
    unit: 'count' as const,
    value: uses.length,
    numerator: null,
    denominator: null,
    n: uses.length,
    interval: null,
    reason: null,
    details: { users: users.size, teams: teams.size },
    evidence: uses.map((use) => evidenceOf('numerator', id, use)),
  };
}
