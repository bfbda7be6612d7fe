import { occurredBy } from '#facts';
import { inScope } from '#program';
import { byOccurrence, compareText, evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import type { FactOrigin } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import { governanceSettingsOf, useCaseHistories } from '../../governance-coverage/loader.ts';
import { registerOf } from '../../governance-coverage/use-case.ts';
import type { UseCaseRow } from '../../governance-coverage/use-cases.query.ts';
import type { Dimension } from '../../kpi.schema.ts';
import { reviewsOf } from '../../prompt-consistency/loader.ts';
import type { ReviewFact } from '../../prompt-consistency/reviews.query.ts';
import type { PromptRegistration } from '../../prompt-library/registrations.query.ts';
import type { Measure, MeasureFigure, MeasureValue } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';

export const documentedOwners: Measure = {
  id: 'documented-owners',
  title: 'Prompts and use cases with a documented owner',
  definition:
    'Of the prompts that the program knows (registered in the library, or reviewed) and the use cases of the register that are not retired, the share with an owner on record: the owner of the latest registration of a prompt, or the last that the register names for a use case. ' +
    'A prompt that was reviewed and never registered has none. Rows are prompts and use cases, or teams.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: null,
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    const [prompts, reviews, useCases] = await Promise.all([
      reader.prompts(),
      reader.reviews(),
      reader.useCases(),
    ]);
    return documentedOwnersFigure({ prompts, reviews, useCases }, frame, by);
  },
};

export interface OwnedFacts {
  readonly prompts: readonly PromptRegistration[];
  readonly reviews: readonly ReviewFact[];
  readonly useCases: readonly UseCaseRow[];
}

/** A prompt or a use case. */
interface Owned {
  readonly kind: 'prompts' | 'use-cases';
  readonly id: string;
  readonly team: string;
  /** the event that names the owner; null: none does */
  readonly named: FactOrigin | null;
  /** the event by which the program knows it */
  readonly known: FactOrigin;
}

export function documentedOwnersFigure(facts: OwnedFacts, frame: Frame, by: Dimension | null): MeasureFigure {
  const { asOf } = frame.clocks;
  const { period } = governanceSettingsOf(frame.program);
  const prompts = promptsOf(facts, frame);
  const useCases = useCasesOf(facts.useCases, frame);
  const all = [...prompts, ...useCases];
  const kinds = [
    { key: 'prompts', title: 'Prompts', own: prompts },
    { key: 'use-cases', title: 'Use cases', own: useCases },
  ];
  return {
    ...valueOf(all),
    period: { ...period, closed: asOf >= period.end },
    excluded: {},
    unmatched: 0,
    rows:
      by === null
        ? kinds.map(({ key, title, own }) => ({ key, title, column: null, ...valueOf(own) }))
        : teamRows(by, all, ({ team }) => team, valueOf),
    notes: [],
    feed: scanOf(all.flatMap(({ known, named }) => (named === null ? [known] : [known, named]))),
  };
}

function promptsOf({ prompts, reviews }: OwnedFacts, frame: Frame): Owned[] {
  const registered = occurredBy(prompts, frame.clocks.asOf).filter(
    ({ program, team, useCase }) => program !== '' || inScope(frame.program, { team, useCase }),
  );
  const library = Map.groupBy(registered.toSorted(byOccurrence), ({ prompt }) => prompt);
  const reviewed = Map.groupBy(reviewsOf(reviews, frame).toSorted(byOccurrence), ({ prompt }) => prompt);
  return [...new Set([...library.keys(), ...reviewed.keys()])].sort(compareText).flatMap((id): Owned[] => {
    const registrations = library.get(id) ?? [];
    const last = registrations.at(-1) ?? null;
    const known = last ?? reviewed.get(id)?.at(0);
    if (known === undefined) return [];
    const named = last !== null && last.owner !== '' ? last : null;
    return [{ kind: 'prompts', id, team: known.team, named, known }];
  });
}

function useCasesOf(facts: readonly UseCaseRow[], frame: Frame): Owned[] {
  return useCaseHistories(facts, frame).all.flatMap((history): Owned[] => {
    const ordered = history.toSorted(byOccurrence);
    const [useCase] = registerOf(ordered, []);
    const known = ordered.at(0);
    if (useCase === undefined || known === undefined || useCase.retired) return [];
    const named = ordered.findLast(({ owner }) => owner !== '') ?? null;
    return [{ kind: 'use-cases', id: useCase.id, team: useCase.team, named, known }];
  });
}

function valueOf(owned: readonly Owned[]): MeasureValue {
  const evidence = owned.flatMap(({ id, named, known }): EvidenceEntry[] => [
    evidenceOf('denominator', id, known, named === null ? 'no owner' : undefined),
    ...(named === null ? [] : [evidenceOf('numerator', id, named)]),
  ]);
  return shareValue(evidence, 'The program knows of none.');
}
