import { describe, expect, it } from '@jest/globals';
import { examine, Unwell, type Check } from './check.ts';

const check = (name: string, look: () => Promise<string>, needs: readonly string[] = []): Check => ({
  name,
  needs,
  remedy: `Mend ${name}.`,
  look,
});

describe('doctor', () => {
  it('tells what to do, and runs nothing that rests on what failed', async () => {
    const findings = await examine([
      check('ground', async () => {
        throw new Unwell('It gave way.');
      }),
      check('wall', async () => 'stands', ['ground']),
      check('roof', async () => 'tight', ['wall']),
      check('well', async () => 'deep'),
    ]);
    expect(findings).toEqual([
      { name: 'ground', outcome: 'failed', detail: 'It gave way.\nMend ground.' },
      { name: 'wall', outcome: 'not-run', detail: 'needs ground' },
      { name: 'roof', outcome: 'not-run', detail: 'needs wall' },
      { name: 'well', outcome: 'ok', detail: 'deep' },
    ]);
  });
});
