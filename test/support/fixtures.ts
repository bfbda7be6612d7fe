import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#platform';

const fixtures = join(projectRoot, '..', 'shared', 'fixtures');

/** The path of a fixture that is kept beside the project, not in it; `null` where this machine has none. */
export function sharedFixture(name: string): string | null {
  const path = join(fixtures, ...name.split('/'));
  return existsSync(path) ? path : null;
}

/**
 * A `describe` for tests that read a fixture kept beside the project. Without it none of them is registered; instead one test
 * names what was not tested in the file `PLUMBLINE_SKIPPED_FILE`, one line each, and fails when `CI` is `true`.
 */
export function describeWithFixture(name: string, title: string, tests: (path: string) => void): void {
  const path = sharedFixture(name);
  describe(`${title}`, () => {
    if (path === null) {
      it(`is not tested here: ${name} is absent`, () => expectNoneMissingInCi(name, title));
    } else {
      tests(path);
    }
  });
}

function expectNoneMissingInCi(name: string, title: string): void {
  const reason = `${title}: ${name} is not on this machine`;
  const list = process.env['PLUMBLINE_SKIPPED_FILE'];
  if (list) appendFileSync(list, `${reason}\n`);
  // The reason stands in the failure only when it is part of what is compared.
  const missing = process.env['CI'] === 'true' ? [reason] : [];
  expect(missing).toEqual([]);
}
