import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { arbitraryStatements, mutatedStatements } from '../../../test/support/arbitrary-statements.ts';
import { checkStatement } from './check-statement.ts';
import { statementSchema } from './statement.schema.ts';

const RULE_SETS = ['1.0', '2.0'] as const;

describe.each(RULE_SETS)('the hand-written rules and the schema under %s', (rules) => {
  const schema = statementSchema(rules);

  it('accept every valid statement', () => {
    fc.assert(
      fc.property(arbitraryStatements(rules), (statement) => {
        expect(checkStatement(statement, rules)).toEqual([]);
        expect(schema.safeParse(statement).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('agree on every mutated statement', () => {
    let valid = 0;
    let invalid = 0;
    fc.assert(
      fc.property(mutatedStatements(rules), (statement) => {
        const violations = checkStatement(statement, rules);
        const published = schema.safeParse(statement).success;
        if (published) valid += 1;
        else invalid += 1;
        expect({ violations, accepted: violations.length === 0 }).toEqual({
          violations,
          accepted: published,
        });
      }),
      { numRuns: 4000 },
    );
    expect(Math.min(valid, invalid)).toBeGreaterThan(200);
  });

  it('point into the statement', () => {
    fc.assert(
      fc.property(mutatedStatements(rules), (statement) => {
        for (const { pointer } of checkStatement(statement, rules)) {
          const owner = pointer.split('/').slice(1, -1);
          let at: unknown = statement;
          for (const step of owner) {
            expect(typeof at).toBe('object');
            at = Object.entries(Object(at)).find(
              ([key]) => key === step.replaceAll('~1', '/').replaceAll('~0', '~'),
            )?.[1];
          }
          expect(typeof at).toBe('object');
        }
      }),
      { numRuns: 500 },
    );
  });
});
