import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { origin } from '../../testing/history.ts';
import type { Artefact } from './artefact.ts';
import { artefactsFigure } from './artefacts.ts';

function artefact(name: string, kind: string, at: string, team: string): Artefact {
  return { ...origin(at), program: 'ai-reskilling-2026', artefact: name, kind, team, learner: '' };
}

describe('artefactsFigure', () => {
  it('counts each once, by team', () => {
    const figure = artefactsFigure(
      [
        artefact('runbook', 'runbook', '2026-07-10', 'claims'),
        artefact('runbook', 'runbook', '2026-07-20', 'claims'),
        artefact('triage', 'capstone', '2026-07-20', 'claims'),
        artefact('guide', 'runbook', '2026-07-20', ''),
        artefact('earlier', 'runbook', '2026-06-20', 'claims'),
        artefact('later', 'runbook', '2026-09-20', 'claims'),
      ],
      frameOf([], '2026-08-01'),
    );
    expect(figure).toMatchObject({ value: 3, details: { kinds: { capstone: 1, runbook: 2 } } });
    expect(figure.rows.map(({ key, value, details }) => [key, value, details])).toEqual([
      ['claims', 2, { kinds: { capstone: 1, runbook: 1 } }],
      ['unknown', 1, { kinds: { runbook: 1 } }],
    ]);
  });
});
