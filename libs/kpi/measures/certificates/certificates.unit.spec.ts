import { describe, expect, it } from '@jest/globals';
import type { CertificationFact } from '../../certification/certificate.ts';
import { frameOf } from '../../testing/frame.ts';
import { memberOf, moment, origin } from '../../testing/history.ts';
import { certificatesFigure } from './certificates.ts';

function told(
  kind: CertificationFact['kind'],
  learner: string,
  level: string,
  at: string,
  expires: string | null = null,
): CertificationFact {
  return {
    ...origin(at),
    learner,
    kind,
    level,
    module: '',
    expires: expires === null ? null : moment(expires),
  };
}

const members = [
  ...['a', 'b', 'c', 'd'].map((learner) => memberOf(learner, '2026-07-01', { role: 'change-champion' })),
  memberOf('e', '2026-07-01', { role: 'model-operator' }),
];
// foundation is valid for 365 days, power-user for 180
const facts = [
  told('awarded', 'a', 'foundation', '2026-07-20'),
  told('awarded', 'b', 'foundation', '2026-07-20', '2026-08-25'),
  told('awarded', 'c', 'foundation', '2025-07-01'),
  told('awarded', 'd', 'foundation', '2026-07-20'),
  told('revoked', 'd', 'foundation', '2026-07-25'),
  told('awarded', 'e', 'power-user', '2026-01-20'),
  told('awarded', 'e', 'power-user', '2026-07-20'),
  told('awarded', 'c', 'practitioner', '2026-07-22'),
  told('awarded', 'stranger', 'foundation', '2026-07-20'),
  told('awarded', 'd', 'foundation', '2026-09-01'),
];
const frame = frameOf(members, '2026-08-01');

describe('certificatesFigure', () => {
  it('tells live, due, lapsed and revoked apart, for each level', () => {
    const figure = certificatesFigure(facts, frame, null);
    // live: a, b (due), c by practitioner, e renewed; d was revoked
    expect(figure).toMatchObject({
      value: 4 / 5,
      numerator: 4,
      denominator: 5,
      unmatched: 1,
      details: { live: 4, due: 1, lapsed: 0, revoked: 1 },
    });
    expect(figure.rows.map(({ key, numerator, details }) => [key, numerator, details])).toEqual([
      ['foundation', 2, { live: 2, due: 1, lapsed: 1, revoked: 1 }],
      ['practitioner', 1, { live: 1, due: 0, lapsed: 0, revoked: 0 }],
      ['power-user', 1, { live: 1, due: 0, lapsed: 0, revoked: 0 }],
    ]);
  });

  it('has a row for each role and a column for each level', () => {
    const { rows } = certificatesFigure(facts, frame, 'role');
    expect(
      rows
        .filter(({ column }) => column?.key === 'foundation')
        .map(({ key, numerator, n }) => [key, numerator, n]),
    ).toEqual([
      ['model-operator', 0, 1],
      ['change-champion', 2, 4],
    ]);
  });
});
