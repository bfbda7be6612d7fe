import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { idsFound, statementsOf, storeAll } from '#test/support/statement-answers';
import { aReference, aStatement, aVoid } from '#test/support/statements';
import { XapiClient } from '#test/support/xapi-client';

let product: TestProduct;
let client: XapiClient;

beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});

afterAll(async () => {
  await product.stop();
});

/** The ids found, newest first unless asked otherwise; each search keeps to its own registration or activity. */
const found = (parameters: Readonly<Record<string, string>>) => idsFound(client, parameters);
const stored = (...statements: { id: string }[]) => storeAll(client, statements);

const activity = () => `https://lms.example.org/activity/${randomUUID()}`;
const mailbox = () => ({ mbox: `mailto:${randomUUID()}@example.org` });

describe('Filters', () => {
  it('find by verb, activity and registration, each without the others, and all together', async () => {
    const registration = randomUUID();
    const verb = `https://example.org/verbs/${randomUUID()}`;
    const id = activity();
    const [all, onlyVerb, onlyActivity, onlyRegistration] = await stored(
      aStatement({ verb: { id: verb }, object: { id }, context: { registration } }),
      aStatement({ verb: { id: verb } }),
      aStatement({ object: { id } }),
      aStatement({ context: { registration: registration.toUpperCase() } }),
    );
    expect(await found({ verb })).toEqual([onlyVerb, all]);
    expect(await found({ activity: id })).toEqual([onlyActivity, all]);
    expect(await found({ registration })).toEqual([onlyRegistration, all]);
    expect(await found({ verb, activity: id, registration: registration.toUpperCase() })).toEqual([all]);
  });

  it.each([
    ['mbox', { mbox: 'mailto:Grace@Example.org' }, { mbox: 'mailto:Grace@example.ORG' }],
    [
      'mbox_sha1sum',
      { mbox_sha1sum: createHash('sha1').update('sha').digest('hex') },
      { mbox_sha1sum: createHash('sha1').update('sha').digest('hex').toUpperCase() },
    ],
    ['openid', { openid: 'https://id.example.org/grace' }, { openid: 'https://id.example.org/grace' }],
    [
      'account',
      { account: { homePage: 'https://hr.example.org', name: 'grace|"\\' } },
      { account: { homePage: 'https://hr.example.org', name: 'grace|"\\' } },
    ],
  ])('find an actor by %s', async (_kind, actor, asked) => {
    const [id] = await stored(aStatement({ actor }));
    expect(await found({ agent: JSON.stringify(asked) })).toEqual([id]);
  });

  it('find an agent as actor, object and member of either; elsewhere with related_agents only', async () => {
    const agent = mailbox();
    const group = { objectType: 'Group', ...mailbox(), member: [mailbox(), agent] };
    const sub = {
      objectType: 'SubStatement',
      actor: agent,
      verb: { id: 'https://example.org/v' },
      object: { id: activity() },
    };
    const direct = await stored(
      aStatement({ actor: agent }),
      aStatement({ object: { objectType: 'Agent', ...agent } }),
      aStatement({ actor: group }),
      aStatement({ actor: { objectType: 'Group', member: [agent] } }),
      aStatement({ object: { ...group, objectType: 'Group' } }),
    );
    const related = await stored(
      aStatement({ context: { instructor: agent } }),
      aStatement({ context: { team: group } }),
      aStatement({ object: sub }),
    );
    const asked = JSON.stringify(agent);
    expect(await found({ agent: asked })).toEqual(direct.toReversed());
    expect(await found({ agent: asked, related_agents: 'true' })).toEqual(
      [...direct, ...related].toReversed(),
    );
  });

  it('find the key as related agent of what it sent', async () => {
    const [id] = await stored(aStatement());
    const [newest] = statementsOf(await client.get({ limit: '1' }));
    const agent = JSON.stringify(newest?.['authority']);
    expect(await found({ agent })).toEqual([]);
    expect(await found({ agent, related_agents: 'true', limit: '1' })).toEqual([id]);
  });

  it('find an activity in the context and in a SubStatement with related_activities only', async () => {
    const id = activity();
    const kinds = ['parent', 'grouping', 'category', 'other'];
    const sub = {
      objectType: 'SubStatement',
      actor: mailbox(),
      verb: { id: 'https://example.org/v' },
      object: { id: activity() },
    };
    const [object] = await stored(aStatement({ object: { id } }));
    const related = await stored(
      ...kinds.map((kind) => aStatement({ context: { contextActivities: { [kind]: { id } } } })),
      aStatement({ object: { ...sub, object: { id } } }),
      aStatement({ object: { ...sub, context: { contextActivities: { grouping: [{ id }] } } } }),
    );
    expect(await found({ activity: id })).toEqual([object]);
    expect(await found({ activity: id, related_activities: 'true' })).toEqual([
      ...related.toReversed(),
      object,
    ]);
  });

  it('do not take a StatementRef for an activity of the same id', async () => {
    const target = randomUUID();
    await stored(aReference(target));
    expect((await client.get({ activity: target })).status).toBe(400);
    expect(await found({ activity: `urn:uuid:${target}` })).toEqual([]);
  });

  it('cut by stored, whatever the timestamp: since is exclusive, until inclusive', async () => {
    const registration = randomUUID();
    const ids: string[] = [];
    for (const year of [2003, 2002, 2001])
      ids.push(
        ...(await stored(aStatement({ context: { registration }, timestamp: `${year}-07-20T09:30:00Z` }))),
      );
    const ascending = statementsOf(await client.get({ registration, ascending: 'true' }));
    expect(ascending.map(({ id }) => id)).toEqual(ids);
    const middle = String(ascending[1]?.['stored']);
    expect(await found({ registration, since: middle })).toEqual([ids[2]]);
    expect(await found({ registration, until: middle })).toEqual([ids[1], ids[0]]);
    expect(await found({ registration, since: middle, until: middle })).toEqual([]);
    // the same without a filter, which is another search
    expect(await found({ limit: '1' })).toEqual([ids[2]]);
    expect(await found({ since: middle })).toEqual([ids[2]]);
    expect(await found({ until: middle, limit: '2' })).toEqual([ids[1], ids[0]]);
  });
});

describe('Statements about statements', () => {
  it('match what the statement does that they are about, and those about them, each in its own time', async () => {
    const verb = `https://example.org/verbs/${randomUUID()}`;
    const agent = mailbox();
    const registration = randomUUID();
    const id = activity();
    const target = aStatement({
      verb: { id: verb },
      actor: agent,
      object: { id },
      context: { registration },
    });
    const first = aReference(target.id);
    const second = aReference(first.id);
    const third = aReference(second.id);
    const elsewhere = aReference(aStatement().id);
    // one of them comes before what it is about
    await stored(second);
    await stored(target, elsewhere);
    await stored(first, third);
    const all = [third.id, first.id, target.id, second.id];
    expect(await found({ verb })).toEqual(all);
    expect(await found({ agent: JSON.stringify(agent) })).toEqual(all);
    expect(await found({ registration })).toEqual(all);
    expect(await found({ activity: id, verb })).toEqual(all);
    expect(await found({ verb, registration: randomUUID() })).toEqual([]);
    const { json } = await client.get({ statementId: target.id });
    const since = String(Reflect.get(Object(json), 'stored'));
    // when the target was stored does not count
    expect(await found({ verb, since })).toEqual([third.id, first.id]);
    expect(await found({ verb, limit: '2' })).toEqual([third.id, first.id]);
  });

  it('still match one that was voided, which does not show', async () => {
    const verb = `https://example.org/verbs/${randomUUID()}`;
    const target = aStatement({ verb: { id: verb } });
    const telling = aReference(target.id);
    const taking = aVoid(target.id);
    await stored(target, telling, taking);
    expect(await found({ verb })).toEqual([taking.id, telling.id]);
  });

  it('may run in a circle', async () => {
    const verb = `https://example.org/verbs/${randomUUID()}`;
    const [one, two] = [randomUUID(), randomUUID()];
    await stored(aReference(two, { id: one, verb: { id: verb } }), aReference(one, { id: two }));
    expect(await found({ verb })).toEqual([two, one]);
  });
});
