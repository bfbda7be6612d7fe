import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { readSettings } from '#platform';
import { Reconciliation } from '#event-log';
import { kpiIds, programId, type Story } from '#story';
import { Progress } from '../../apps/plumbline/commands/progress.ts';
import { compare } from '../../apps/plumbline/demo/compare.ts';
import { DOCUMENTS } from '../../apps/plumbline/demo/demo-reports.ts';
import { demoStory, playDemo, type DemoRun } from '../../apps/plumbline/demo/demo.ts';

const quiet = new Progress(Object.assign(new PassThrough(), { isTTY: false }));
const play = () =>
  playDemo({
    settings: readSettings({}),
    story: demoStory(),
    progress: quiet,
    reports: false,
    interrupted: new AbortController().signal,
  });

describe('the demo', () => {
  let run: DemoRun;
  beforeAll(async () => {
    run = await play();
  }, 120_000);
  afterAll(() => run.stop());

  it('tells every number as the ledger knows it, in both editions', () => {
    expect(
      run.editions.flatMap(({ name, differences }) =>
        differences.map((difference) => ({ name, ...difference })),
      ),
    ).toEqual([]);
  });

  it('would notice a number that is wrong', () => {
    const [first, second] = run.editions;
    if (!first || !second) throw new Error('The demo has two editions.');
    const found = compare(first.scorecard, second.truth).map(({ where }) => where);
    expect(found).toContain('training-completion.numerator');
    expect(found).toContain('skills-gain.value');
  });

  it('answers the first edition unchanged after the late events, and the second otherwise', () => {
    expect(run.firstUnchanged).toBe(true);
    expect(run.editions[0]?.text).not.toBe(run.editions[1]?.text);
  });

  describe('to a key without the scope people', () => {
    const pages = DOCUMENTS.map((document) => `/dashboards/${programId}/${document}?asOf=2026-10-31`);
    const answers = ['scorecard', 'scorecard?by=role', ...kpiIds.map((kpi) => `kpis/${kpi}?by=team`)].map(
      (path) => `/v1/programs/${programId}/${path}`,
    );
    const read = async (path: string, key: keyof DemoRun['keys'], accept = '*/*') => {
      const { id, secret } = run.keys[key];
      const answer = await fetch(new URL(path, run.server.url), {
        headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}`, accept },
      });
      if (!answer.ok) throw new Error(`${path} was answered ${answer.status}.`);
      return answer.text();
    };

    it('names nobody: no learner, no reviewer, no owner of a case or prompt, in JSON, CSV or page', async () => {
      const people = peopleOf(demoStory(), await read(`/v1/programs/${programId}`, 'reader'));
      expect(people.length).toBeGreaterThan(50);
      for (const path of [...answers, ...pages]) {
        const text = await read(path, 'reader');
        expect({ path, named: people.filter((person) => text.includes(person)) }).toEqual({
          path,
          named: [],
        });
      }
      const csv = await read(`/v1/programs/${programId}/scorecard?by=team`, 'reader', 'text/csv');
      expect(people.filter((person) => csv.includes(person))).toEqual([]);
    });

    it('says what it leaves out, and shows it to a key that has the scope', async () => {
      const card = `/v1/programs/${programId}/scorecard`;
      expect(JSON.parse(await read(card, 'reader'))).toMatchObject({
        kpis: expect.arrayContaining([
          expect.objectContaining({
            kpi: 'prompt-consistency',
            details: expect.objectContaining({
              reviewers: null,
              withheld: { places: ['reviewers'], reason: expect.stringContaining('scope people') },
            }),
          }),
          expect.objectContaining({
            kpi: 'governance-coverage',
            details: expect.objectContaining({
              uncovered: expect.arrayContaining([
                expect.objectContaining({
                  owner: null,
                  useCase: expect.any(String),
                  days: expect.any(Number),
                }),
              ]),
            }),
          }),
        ]),
      });
      expect(await read(card, 'leader')).toContain('reviewer-ada');
      const [, , , managers, , security] = pages;
      expect(await read(managers ?? '', 'reader')).toContain(
        'Reviewers are shown to keys with the scope people.',
      );
      expect(await read(security ?? '', 'reader')).toContain('names need the scope people');
      expect(await read(managers ?? '', 'leader')).toContain('reviewer-ada');
      expect(await read(security ?? '', 'leader')).not.toContain('names need the scope people');
    }, 60_000);
  });

  it('has facts that a rebuild from the log makes again, bit for bit', async () => {
    const facts = await new Reconciliation(run.server.store.clickhouse).rebuild();
    expect(facts.filter(({ identical }) => !identical)).toEqual([]);
    const empty = facts.filter(({ rowsAfter }) => rowsAfter === 0).map(({ fact }) => fact);
    expect(empty.toSorted()).toEqual(NOT_TOLD);
  });

  it('says the same, byte for byte, when it is played again', async () => {
    const again = await play();
    try {
      expect(again.editions.map(({ text }) => text)).toEqual(run.editions.map(({ text }) => text));
    } finally {
      await again.stop();
    }
  }, 120_000);
});

/** Facts of practice, of which the story tells nothing. */
const NOT_TOLD = [
  'artefact_facts',
  'certification_facts',
  'feedback_facts',
  'lab_facts',
  'output_review_facts',
  'prompt_use_facts',
  'release_facts',
  'skill_facts',
  'task_facts',
];

/** Everyone whom the story names, but for those whom the program file names to everyone. */
function peopleOf(story: Story, definition: string): string[] {
  const { learners, reviews, prompts, useCases } = story.ledger;
  const named = [
    ...learners.map(({ id }) => id),
    ...reviews.map(({ reviewer }) => reviewer),
    ...prompts.map(({ owner }) => owner),
    ...useCases.flatMap(({ owner, changes }) => [owner, ...changes.map((change) => change.owner)]),
  ];
  return [...new Set(named)].filter((person) => person !== '' && !definition.includes(person));
}
