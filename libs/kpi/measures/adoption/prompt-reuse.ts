import { byOccurrence, compareText, evidenceOf, type EvidenceEntry } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { ownFacts, sinceStart } from '../../frame/own-facts.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { PromptRegistration } from '../../prompt-library/registrations.query.ts';
import type { PromptUse } from '../../prompt-library/use.ts';
import type { Measure, MeasureFigure, MeasureRow, MeasureValue } from '../measure.ts';
import { peopleBehind } from '../values/people-behind.ts';
import { shareValue } from '../values/share-value.ts';
import { teamRows } from '../values/team-rows.ts';
import { usesOf } from './uses.ts';

export const promptReuse: Measure = {
  id: 'prompt-reuse',
  title: 'Reuse of prompts',
  definition:
    'Of the prompts in the library, the share that more than one person or more than one team used at work since the program started, whatever the version. ' +
    'A use that tells neither person nor team cannot show reuse. ' +
    'Rows are prompts with a column for each version and how often it was used, or the teams whose prompts they are. ' +
    'Uses of a prompt that is not in the library are counted as unmatched.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['team'],
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    const [registrations, uses] = await Promise.all([reader.prompts(), reader.promptUses()]);
    return promptReuseFigure(registrations, uses, frame, by);
  },
};

/** A prompt of the library with its uses at work, in time order. */
interface LibraryPrompt {
  readonly id: string;
  readonly registered: PromptRegistration;
  readonly versions: readonly string[];
  readonly uses: readonly PromptUse[];
}

/** Prompts of the library that more than one person or team used; rows are prompts by version, or teams that own them. */
export function promptReuseFigure(
  registrations: readonly PromptRegistration[],
  facts: readonly PromptUse[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const uses = usesOf(facts, frame);
  const registered = ownFacts(registrations, frame, ({ team, useCase }) => ({ team, useCase }));
  const library = libraryOf(registered, uses);
  const ids = new Set(library.map(({ id }) => id));
  const strays = uses.filter(({ prompt }) => !ids.has(prompt));
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
        ? library.flatMap(versionRows)
        : teamRows(by, library, ({ registered: { team } }) => team, valueOf),
    notes: [],
    feed: scanOf([...registered, ...uses]),
  };
}

function libraryOf(registered: readonly PromptRegistration[], uses: readonly PromptUse[]): LibraryPrompt[] {
  const prompts = Map.groupBy(registered.toSorted(byOccurrence), ({ prompt }) => prompt);
  const used = Map.groupBy(uses.toSorted(byOccurrence), ({ prompt }) => prompt);
  return [...prompts]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([id, own]) => {
      const last = own.at(-1);
      if (last === undefined) return [];
      const versions = new Set([...own, ...(used.get(id) ?? [])].map(({ version }) => version));
      return [{ id, registered: last, versions: [...versions].sort(), uses: used.get(id) ?? [] }];
    });
}

function valueOf(library: readonly LibraryPrompt[]): MeasureValue {
  const evidence = library.flatMap(({ id, registered, uses }): EvidenceEntry[] => {
    const again = reuseAmong(uses);
    return [
      evidenceOf('denominator', id, registered),
      ...(again === undefined ? [] : [evidenceOf('numerator', id, again, 'by another person or team')]),
    ];
  });
  const uses = library.flatMap((prompt) => prompt.uses);
  return {
    ...shareValue(evidence, 'The library holds no prompt.', {
      used: library.filter((prompt) => prompt.uses.length > 0).length,
      uses: uses.length,
    }),
    people: peopleBehind(uses),
  };
}

/** The first use by another person or team than one before it. */
function reuseAmong(uses: readonly PromptUse[]): PromptUse | undefined {
  return uses.find((use, index) => {
    const before = uses.slice(0, index);
    return (['learner', 'team'] as const).some(
      (who) => use[who] !== '' && before.some((one) => one[who] !== '' && one[who] !== use[who]),
    );
  });
}

function versionRows({ id, versions, uses }: LibraryPrompt): MeasureRow[] {
  return versions.map((version) => {
    const own = uses.filter((use) => use.version === version);
    const teams = new Set(own.map(({ team }) => team).filter((team) => team !== ''));
    return {
      key: id,
      title: id,
      column: { key: version, title: `Version ${version}` },
      unit: 'count',
      value: own.length,
      numerator: null,
      denominator: null,
      n: own.length,
      people: peopleBehind(own),
      interval: null,
      reason: null,
      details: { teams: teams.size, reused: reuseAmong(own) !== undefined },
      evidence: own.map((use) => evidenceOf('numerator', id, use)),
    };
  });
}
