import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { projectRoot } from '#platform';
import { storedDefinition } from '../apply/plan-application.ts';
import type { Program } from '../definition/program.ts';
import { checkDefinition, parseProgramFile } from './parse-program-file.ts';
import type { ProgramFileError } from './source-text.ts';

const example = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');

const minimal = `program: { id: p, title: P, timeZone: UTC, start: 2026-07-01 }
owners: { programLead: A, governanceLead: B, curriculumOwner: C, managerSponsor: D }
roles: [{ id: r, title: R }]
`;

describe('the example file', () => {
  it('is read with its defaults', () => {
    const program = read(example);
    expect(program.tracks.map(({ id }) => id)).toEqual([
      'model-operations',
      'prompt-engineering',
      'ai-risk-assessment',
    ]);
    expect(program.common.modules[1]).toEqual({
      id: 'guardrails',
      title: 'Guardrails and acceptable use',
      activities: ['https://lms.example.org/course/guardrails'],
      required: true,
      moveOn: 'passed',
      cmi5: 'au',
      priorCompletionCounts: false,
    });
  });

  it('says the same as JSON', () => {
    const value: unknown = parse(example);
    const json = parseProgramFile(JSON.stringify(value, null, 2), 'json');
    expect(json).toEqual(parseProgramFile(example, 'yaml'));
  });

  it('is stored as a definition that is read back as itself', () => {
    const program = read(example);
    const stored: unknown = JSON.parse(JSON.stringify(storedDefinition(program)));
    expect(checkDefinition(stored)).toEqual({ ok: true, program });
  });
});

describe('a minimal file', () => {
  it('has the documented defaults', () => {
    expect(read(minimal)).toMatchObject({
      calendar: { days: 90 },
      targets: {},
      status: {
        minimumN: {
          'training-completion': 1,
          'skills-gain': 10,
          'prompt-consistency': { prompts: 5, runs: 3, calibrationItems: 10 },
          'incident-response': { mitigatedPerPeriod: 5 },
          'governance-coverage': 1,
        },
        matched: 0.8,
        staleAfter: 'P7D',
      },
      'prompt-review': { passMark: 4, k: 3, current: { start: '2026-07-01', end: '2026-09-28' } },
      incidents: { current: { start: '2026-07-01', end: '2026-09-28' } },
      governance: { highRisk: ['high'], period: { start: '2026-07-01', end: '2026-09-28' } },
      privacy: { minimumGroup: { scores: 10, counts: 5 } },
    });
  });

  it('compares reviews after the baseline', () => {
    const program = read(`${minimal}prompt-review: { baseline: { start: 2026-07-01, end: 2026-07-31 } }\n`);
    expect(program['prompt-review'].current).toEqual({ start: '2026-08-01', end: '2026-09-28' });
  });
});

describe('text that is refused before it is understood', () => {
  it.each<[string, string, number, RegExp]>([
    ['a key twice', `${minimal}calendar: { days: 90 }\ncalendar: { days: 30 }\n`, 5, /twice/],
    ['an alias', `${minimal}x: &a [1]\ny: *a\n`, 5, /[Aa]lias/],
    ['a merge key', `${minimal}calendar:\n  <<: { days: 30 }\n`, 5, /Merge/],
    ['__proto__', `${minimal}calendar:\n  __proto__: { days: 30 }\n`, 5, /__proto__/],
    ['a tag', `${minimal}calendar: !!js/function "x"\n`, 4, /tag/],
    ['two documents', `${minimal}---\na: 1\n`, 4, /YAML/],
    ['a mapping in a mapping', `${minimal}a: b: c\n`, 4, /YAML/],
    ['a list as a key', `${minimal}? [a]\n: 1\n`, 4, /plain text/],
    ['NUL', `${minimal}a: "x\\0y"\n`, 4, /NUL/],
    ['brackets without end', `${minimal}a: ${'['.repeat(100_000)}`, 4, /deep/],
    ['an endless indentation', `${minimal}${' '.repeat(100_000)}a: 1`, 4, /ndented/],
    ['a list in a list in a list', `${minimal}a:\n${'- '.repeat(50_000)}`, 5, /ndented/],
  ])('%s', (_, text, line, reason) => {
    const errors = faults(text);
    expect(errors[0]).toMatchObject({ line, reason: expect.stringMatching(reason) });
  });

  it('a bomb of aliases is not expanded', () => {
    const bomb = `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}`;
    expect(faults(bomb)).toHaveLength(60);
  });

  it('an empty file is told what is missing', () => {
    expect(faults('')).toEqual([{ line: 1, column: 1, pointer: '', reason: expect.any(String) }]);
  });

  it.each([
    ['lines', 'k\n'.repeat(60_001)],
    ['commas', `k: [${'1,'.repeat(60_000)}1]`],
    ['colons', `k: {${'a:'.repeat(60_001)}}`],
    ['nested lists of them', `k: [${'[1,2],'.repeat(30_001)}]`],
  ])('more %s than a file has are refused before the parser reads them', (_, text) => {
    const began = performance.now();
    expect(faults(text)).toEqual([
      {
        line: 1,
        column: 1,
        pointer: '',
        reason: expect.stringMatching(
          /^A program file has at most 60000 lines, commas and colons; this one has \d+\. Enrol many learners by events\.$/,
        ),
      },
    ]);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('a long file is read up to that bound', () => {
    const more = 60_000 - (example.match(/[\n,:]/g)?.length ?? 0);
    expect(read(example + '# a note\n'.repeat(more)).program.id).toBe('ai-reskilling-2026');
    expect(faults(example + '# a note\n'.repeat(more + 1))).toMatchObject([
      { reason: expect.stringContaining('this one has 60001') },
    ]);
  });

  it('a text of more characters than a file has is refused', () => {
    expect(faults(`# ${'x'.repeat(16 * 1024 * 1024)}`)).toMatchObject([
      { line: 1, column: 1, reason: 'A program file has at most 16777216 characters.' },
    ]);
  });

  it('a flood of faults is cut off', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `k${i}: ${i}`).join('\n');
    expect(faults(text)).toHaveLength(500);
  });
});

describe('JSON', () => {
  it.each<[string, string, RegExp, string]>([
    ['a comma too many', '{\n  "program": 1,\n}', /line 3, column 1/, ''],
    ['single quotes', "{\n  'program': 1\n}", /line 2, column 3/, ''],
    ['no end', '{\n  "program": [1, 2\n', /line 3, column 1/, '/program'],
    ['a property twice', '{\n  "program": 1,\n  "program": 2\n}', /twice/, '/program'],
    ['YAML', 'program: 1\n', /line 1, column 1/, ''],
  ])('%s', (_, text, reason, pointer) => {
    const parsed = parseProgramFile(text, 'json');
    if (parsed.ok) throw new Error('Accepted.');
    expect(parsed.errors).toHaveLength(1);
    expect(parsed.errors[0]).toMatchObject({ pointer });
    expect(parsed.errors[0]?.reason).toMatch(reason);
  });

  it('names the line of a fault of the content', () => {
    const parsed = parseProgramFile('{\n  "program": {\n    "id": 7\n  }\n}', 'json');
    if (parsed.ok) throw new Error('Accepted.');
    expect(parsed.errors).toContainEqual({
      line: 3,
      column: 5,
      pointer: '/program/id',
      reason: 'Must be text; put it in quotes.',
    });
  });
});

function read(text: string): Program {
  const parsed = parseProgramFile(text, 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.program;
}

function faults(text: string): readonly ProgramFileError[] {
  const parsed = parseProgramFile(text, 'yaml');
  if (parsed.ok) throw new Error('Accepted.');
  return parsed.errors;
}
