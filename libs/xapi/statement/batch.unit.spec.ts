import { describe, expect, it } from '@jest/globals';
import { Problem } from '#platform';
import { type BatchReading, readStatements } from './batch.ts';
import type { JsonObject } from './json-value.ts';

const reading: BatchReading = { rules: '1.0', maxStatements: 3, lenient: false };
const statement = (change: JsonObject = {}): JsonObject => ({
  actor: { mbox: 'mailto:ada@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
  object: { id: 'https://lms.example.org/course/1' },
  ...change,
});

function refusal(body: unknown, how: BatchReading = reading): Problem {
  try {
    readStatements(body, how);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('The statements were accepted.');
}

describe('readStatements', () => {
  it('reads one statement or many', () => {
    expect(readStatements(statement(), reading)).toEqual([{ statement: statement(), deviations: [] }]);
    expect(readStatements([statement(), statement()], reading)).toHaveLength(2);
    expect(readStatements([], reading)).toEqual([]);
  });

  it('tells all errors of the first bad statement, with its index', () => {
    const problem = refusal([statement(), statement({ actor: {}, timestamp: 'x' }), statement({ verb: {} })]);
    expect(problem).toMatchObject({ status: 400, type: 'invalid-statement' });
    expect(problem.message).toMatch(/^Statement 1 /);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/1/actor', '/1/timestamp']);
  });

  it('points into the body itself when the statement stands alone', () => {
    expect(refusal(statement({ verb: {} })).errors).toMatchObject([{ pointer: '/verb/id' }]);
    expect(refusal('x').errors).toMatchObject([{ pointer: '' }]);
  });

  it('refuses an id that stands twice, whatever its case', () => {
    const id = 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0';
    const problem = refusal([statement({ id }), statement(), statement({ id: id.toUpperCase() })]);
    expect(problem).toMatchObject({ status: 400, errors: [{ pointer: '/2/id' }] });
  });

  it('refuses more statements than the limit with 413', () => {
    expect(refusal(Array.from({ length: 4 }, () => statement())).status).toBe(413);
  });

  it('lets a lenient key deviate as is documented, and tells how', () => {
    const tolerant: BatchReading = { ...reading, lenient: true };
    const object = { id: '7d4f3c70-1e79-4243-9b7d-166076ce8bfb' };
    expect(readStatements(statement({ object }), tolerant)).toMatchObject([
      { statement: { object }, deviations: ['activity-id-bare-uuid'] },
    ]);
    expect(refusal(statement({ object, actor: {} }), tolerant).errors).toMatchObject([{ pointer: '/actor' }]);
  });
});
