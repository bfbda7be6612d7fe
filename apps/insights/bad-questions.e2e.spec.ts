import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kpiIds, scorecardSchema } from '#kpi';
import { SettableClock, type Instant } from '#platform';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { z } from 'zod';

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), reason: z.string() })).default([]),
});

/** No target, no baseline, no reviewer, no cohort, and nothing ever happened in it. */
const BARE = {
  program: { id: 'bare', title: 'Bare', timeZone: 'Europe/Berlin', start: '2026-07-01' },
  owners: { programLead: 'A', governanceLead: 'B', curriculumOwner: 'C', managerSponsor: 'D' },
  roles: [{ id: 'engineer', title: 'Engineers' }],
};

let product: TestProduct;
let key: TestKey;

beforeAll(async () => {
  product = await startProduct({ clock: new SettableClock('2026-10-31T12:00:00.000000Z' as Instant) });
  key = await product.key({ scopes: ['admin'] });
  const headers = { authorization: key.authorization, 'content-type': 'application/json' };
  const body = JSON.stringify(BARE);
  await fetch(`${product.url}/v1/programs/bare`, { method: 'PUT', headers, body });
});
afterAll(() => product.stop());

async function ask(path: string) {
  const answer = await fetch(`${product.url}/v1/programs/${path}`, {
    headers: { authorization: key.authorization },
  });
  const json: unknown = await answer.json();
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', json };
}

describe('a question that cannot be answered', () => {
  it.each([
    ['an unknown program', 'unheard-of/scorecard', 404, 'Defined are: bare.'],
    ['an unknown KPI', 'bare/kpis/completion', 404, 'training-completion, skills-gain'],
    ['an unknown KPI’s evidence', 'bare/kpis/completion/evidence', 404, 'governance-coverage'],
    ['an unknown dimension', 'bare/scorecard?by=country', 400, '"role"|"track"|"team"|"cohort"'],
    ['an unknown part', 'bare/kpis/skills-gain/evidence?part=all', 400, '"numerator"|"denominator"'],
    ['an unknown row', 'bare/kpis/skills-gain/evidence?by=role&key=x', 400, 'This KPI has no rows there.'],
    ['a row without its dimension', 'bare/kpis/skills-gain/evidence?key=x', 400, 'by and key'],
    ['an unknown parameter', 'bare/scorecard?asof=2026-07-01', 400, 'remove it or correct its name'],
    ['a page that is too large', 'bare/kpis/skills-gain/evidence?limit=5000', 400, '1000'],
    ['a moment that is none', 'bare/scorecard?asOf=yesterday', 400, 'nor a day such as 2026-10-31'],
    ['a future knownBy', 'bare?knownBy=2026-12-01', 400, 'everything is known through 2026-10-31T12:00'],
    ['a future asOf', 'bare/kpis/skills-gain?asOf=2026-12-01', 400, 'Ask for that or earlier.'],
    ['a day before the program', 'bare/scorecard?asOf=2026-01-01', 404, 'is in force from 2026-06-30T22:00'],
  ])('%s is refused with what would be right', async (_, path, status, right) => {
    const answer = await ask(path);
    expect([answer.status, answer.type.split(';')[0]]).toEqual([status, 'application/problem+json']);
    const { detail, errors } = problem.parse(answer.json);
    expect([detail, ...errors.map(({ reason }) => reason)].join(' ')).toContain(right);
  });
});

describe('a program without a target, baseline, reviewer or event', () => {
  it('says of each KPI that it cannot say, and why', async () => {
    const { status, json } = await ask('bare/scorecard?by=team');
    expect(status).toBe(200);
    const { kpis } = scorecardSchema.parse(json);
    expect(
      kpis.map(({ kpi, value, status: told, result, confidence, reasons }) => ({
        kpi,
        told: [value, told, result, confidence],
        explained: reasons.length > 0 && reasons.every((reason) => reason.endsWith('.')),
        target: reasons.includes('The program file names no target for this KPI.'),
      })),
    ).toEqual(
      kpiIds.map((kpi) => ({
        kpi,
        told: [null, 'cannot-say', 'open', 'none'],
        explained: true,
        target: true,
      })),
    );
  });

  it.each(kpiIds)('has no evidence of %s, which is no error', async (kpi) => {
    const { status, json } = await ask(`bare/kpis/${kpi}/evidence`);
    expect([status, json]).toEqual([200, expect.objectContaining({ counts: {}, entries: [], next: null })]);
  });
});
