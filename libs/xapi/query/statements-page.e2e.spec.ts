import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Reconciliation } from '#event-log';
import { startProduct, type TestProduct } from '../../../test/support/product.ts';
import { aStatement, aVoid } from '../../../test/support/statements.ts';
import { XapiClient } from '../../../test/support/xapi-client.ts';

let product: TestProduct;
let client: XapiClient;

beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});
afterAll(() => product.stop());

/** Ids of all pages, in the order shown. */
async function pagesOf(parameters: Readonly<Record<string, string>>): Promise<string[]> {
  const ids: string[] = [];
  let page = await client.get(parameters);
  for (;;) {
    const { statements, more } = Object(page.json);
    ids.push(...statements.map(({ id }: { readonly id: string }) => id));
    if (more === '') return ids;
    page = await client.send('GET', { path: more });
  }
}

const person = (name: string) => ({ objectType: 'Agent', mbox: `mailto:${name}@example.org` });
const activity = (name: string) => ({ objectType: 'Activity', id: `https://example.org/${name}` });
const verb = (name: string) => ({ id: `https://example.org/verbs/${name}` });
const registrations = [randomUUID(), randomUUID()];

/** What a statement of the test names, beside what the client sends. */
interface Plan {
  readonly id: string;
  readonly actor: 'ann' | 'ben';
  /** Sent as a Group that Ann and Ben are members of. */
  readonly inGroup: boolean;
  readonly verb: 'did' | 'saw';
  readonly object: 'one' | 'two' | 'ann' | 'inner' | 'reference';
  /** Of a reference: which statement, by its place; it may come later, or be this one's own reference. */
  readonly target: number;
  readonly registration: number | null;
  readonly parent: boolean;
  readonly instructor: boolean;
}

/** Every choice falls on a prime of its own, so that all come together in some statement. */
const plans: Plan[] = Array.from({ length: 90 }, (_, n) => ({
  id: randomUUID(),
  actor: n % 2 === 0 ? 'ann' : 'ben',
  inGroup: n % 7 === 0,
  verb: n % 3 === 0 ? 'did' : 'saw',
  object: (['one', 'two', 'reference', 'ann', 'inner'] as const)[n % 5] ?? 'one',
  target: (n * 37 + 11) % 90,
  registration: n % 11 < 4 ? n % 2 : null,
  parent: n % 13 < 3,
  instructor: n % 17 < 4,
}));

function sent(plan: Plan) {
  const objects = {
    one: activity('one'),
    two: activity('two'),
    ann: person('ann'),
    inner: { objectType: 'SubStatement', actor: person('ann'), verb: verb('saw'), object: activity('one') },
    reference: { objectType: 'StatementRef', id: plans[plan.target]?.id },
  };
  const context = {
    ...(plan.registration === null ? {} : { registration: registrations[plan.registration] }),
    ...(plan.parent ? { contextActivities: { parent: [activity('one')] } } : {}),
    ...(plan.instructor ? { instructor: person('ann') } : {}),
  };
  return aStatement({
    id: plan.id,
    actor: plan.inGroup
      ? { objectType: 'Group', member: [person('ann'), person('ben')] }
      : person(plan.actor),
    verb: verb(plan.verb),
    object: objects[plan.object],
    ...(Object.keys(context).length === 0 ? {} : { context }),
  });
}

interface Asked {
  readonly agent: 'ann' | 'ben' | null;
  readonly verb: 'did' | null;
  readonly activity: 'one' | 'two' | null;
  readonly registration: 0 | null;
  readonly related: boolean;
}

/** xAPI 1.0.3 Communication 2.1.3, word by word. */
function isAsked(plan: Plan, asked: Asked): boolean {
  const agents = new Set<string>(plan.inGroup ? ['ann', 'ben'] : [plan.actor]);
  const activities = new Set<string>();
  if (plan.object === 'ann') agents.add('ann');
  if (plan.object === 'one' || plan.object === 'two') activities.add(plan.object);
  if (asked.related) {
    if (plan.instructor || plan.object === 'inner') agents.add('ann');
    if (plan.parent || plan.object === 'inner') activities.add('one');
  }
  return (
    (asked.agent === null || agents.has(asked.agent)) &&
    (asked.verb === null || plan.verb === asked.verb) &&
    (asked.activity === null || activities.has(asked.activity)) &&
    (asked.registration === null || plan.registration === asked.registration)
  );
}

/** It or what it refers to, however far. */
function matches(plan: Plan, asked: Asked, seen: readonly Plan[] = []): boolean {
  if (isAsked(plan, asked)) return true;
  const target = plan.object === 'reference' ? plans[plan.target] : undefined;
  return target !== undefined && !seen.includes(target) && matches(target, asked, [...seen, plan]);
}

const every: Asked[] = [null, 'ann' as const, 'ben' as const].flatMap((agent) =>
  [null, 'did' as const].flatMap((verbAsked) =>
    [null, 'one' as const, 'two' as const].flatMap((activityAsked) =>
      [null, 0 as const].flatMap((registration) =>
        [false, true].map((related) => ({
          agent,
          verb: verbAsked,
          activity: activityAsked,
          registration,
          related,
        })),
      ),
    ),
  ),
);

function parametersOf({ agent, verb: asked, activity: named, registration, related }: Asked) {
  return {
    ...(agent === null ? {} : { agent: JSON.stringify(person(agent)) }),
    ...(asked === null ? {} : { verb: verb(asked).id }),
    ...(named === null ? {} : { activity: activity(named).id }),
    ...(registration === null ? {} : { registration: registrations[registration] ?? '' }),
    related_agents: String(related),
    related_activities: String(related),
  };
}

describe('Pages of statements that name people, activities, verbs, registrations and each other', () => {
  beforeAll(async () => {
    const answer = await client.post(plans.map(sent));
    if (answer.status !== 200) throw new Error(answer.text);
  });

  it.each(['true', 'false'])(
    'hold for every filter what a reading of them all finds (ascending %s)',
    async (ascending) => {
      for (const asked of every) {
        const expected = plans.filter((plan) => matches(plan, asked)).map(({ id }) => id);
        if (ascending === 'false') expected.reverse();
        const found = await pagesOf({ ...parametersOf(asked), ascending, limit: '23' });
        expect([asked, found]).toEqual([asked, expected]);
      }
    },
  );

  it('hold each statement once when rows of the index are there more than once', async () => {
    const asked = { agent: 'ann', verb: null, activity: null, registration: null, related: true } as const;
    const once = await pagesOf({ ...parametersOf(asked), limit: '4' });
    // As after a crash in the middle of a cut, and worse.
    for (let cut = 0; cut < 2; cut += 1)
      await product.clickhouse.command(
        'test.cut-again',
        'INSERT INTO statement_index SELECT * FROM statement_index',
      );
    expect(await pagesOf({ ...parametersOf(asked), limit: '4' })).toEqual(once);
  });
});

describe('The index', () => {
  it('is cut again where rows of it were lost', async () => {
    const asked = { agent: 'ben', verb: 'did', activity: null, registration: null, related: false } as const;
    const whole = await pagesOf({ ...parametersOf(asked), limit: '50' });
    const own = plans.filter((plan) => isAsked(plan, asked)).map(({ id }) => id);
    expect(own.length).toBeGreaterThan(0);
    await product.clickhouse.command('test.lose', 'TRUNCATE TABLE statement_index');
    expect(await pagesOf({ ...parametersOf(asked), limit: '50' })).toEqual(
      whole.filter((id) => !own.includes(id)),
    );
    await new Reconciliation(product.clickhouse).sinceCheckpoint();
    expect(await pagesOf({ ...parametersOf(asked), limit: '50' })).toEqual(whole);
  });
});

describe('A page', () => {
  it('is full although more statements than it holds were voided', async () => {
    const named = `https://example.org/${randomUUID()}`;
    const statements = Array.from({ length: 40 }, () => aStatement({ object: { id: named } }));
    const voids = statements.slice(5, 38).map(({ id }) => aVoid(id));
    await client.post(statements);
    await client.post(voids);
    // What is about a statement is found by what that was about, also when it was taken back.
    const expected = [...statements.slice(0, 5), ...statements.slice(38), ...voids].map(({ id }) => id);
    expect(await pagesOf({ activity: named, limit: '3', ascending: 'true' })).toEqual(expected);
    expect(await pagesOf({ activity: named, limit: '3' })).toEqual(expected.toReversed());
  });
});
