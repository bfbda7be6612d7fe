import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '../../../test/support/product.ts';
import { aStatement, aVoid } from '../../../test/support/statements.ts';
import { type XapiAnswer, XapiClient } from '../../../test/support/xapi-client.ts';

let product: TestProduct;
let client: XapiClient;

beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});

afterAll(async () => {
  await product.stop();
});

function statementsOf({ json }: XapiAnswer): Record<string, unknown>[] {
  const statements: unknown = Reflect.get(Object(json), 'statements');
  if (!Array.isArray(statements)) throw new TypeError('The answer holds no statements.');
  return statements;
}

function moreOf({ json }: XapiAnswer): string {
  return String(Reflect.get(Object(json), 'more'));
}

/** The ids found, newest first unless asked otherwise; each search keeps to its own registration or activity. */
async function found(parameters: Record<string, string>): Promise<unknown[]> {
  return statementsOf(await client.get(parameters)).map(({ id }) => id);
}

async function stored(...statements: { id: string }[]): Promise<string[]> {
  const answer = await client.post(statements);
  if (answer.status !== 200) throw new Error(answer.text);
  return statements.map(({ id }) => id);
}

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
    await stored(aStatement({ object: { objectType: 'StatementRef', id: target } }));
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

describe('Pages', () => {
  it.each(['true', 'false'])(
    'join to the whole without gap or repetition (ascending=%s)',
    async (ascending) => {
      const registration = randomUUID();
      const ids = await stored(...Array.from({ length: 7 }, () => aStatement({ context: { registration } })));
      let page = await client.get({ registration, limit: '3', ascending });
      const [late] = await stored(aStatement({ context: { registration } }));
      const seen = [statementsOf(page)];
      while (moreOf(page) !== '') {
        expect(moreOf(page)).toMatch(/^\/xapi\/statements\?more=[\w-]+$/);
        page = await client.send('GET', { path: moreOf(page) });
        seen.push(statementsOf(page));
      }
      expect(seen.map(({ length }) => length)).toEqual([3, 3, 1]);
      expect(seen.flat().map(({ id }) => id)).toEqual(ascending === 'true' ? ids : ids.toReversed());
      expect(await found({ registration })).toContain(late);
    },
  );

  it('hold 500 statements when no smaller limit is asked', async () => {
    await stored(...Array.from({ length: 501 }, () => aStatement()));
    const pages = [
      await client.get(),
      await client.get({ limit: '0' }),
      await client.get({ limit: '100000' }),
    ];
    expect(pages.map((page) => statementsOf(page).length)).toEqual([500, 500, 500]);
  });

  it('are refused for a link that was not given', async () => {
    const answers = [await client.get({ more: 'e30' }), await client.get({ more: 'x', limit: '1' })];
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  });

  it('never reach beyond what is consistent: a link that claims it is refused', async () => {
    const ahead = '2299-01-01T00:00:00.000000Z';
    const cursor = { parameters: { limit: '1' }, after: { stored: ahead, id: '' }, through: ahead };
    const { status, json } = await client.get({
      more: Buffer.from(JSON.stringify(cursor)).toString('base64url'),
    });
    expect([status, json]).toMatchObject([
      400,
      { errors: [{ pointer: 'more', reason: expect.stringContaining(ahead) }] },
    ]);
  });
});

describe('Statements about statements', () => {
  const about = (id: string, more: object = {}) =>
    aStatement({ object: { objectType: 'StatementRef', id: id.toUpperCase() }, ...more });

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
    const first = about(target.id);
    const second = about(first.id);
    const third = about(second.id);
    const elsewhere = about(aStatement().id);
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
    const telling = about(target.id);
    const taking = aVoid(target.id);
    await stored(target, telling, taking);
    expect(await found({ verb })).toEqual([taking.id, telling.id]);
  });

  it('may run in a circle', async () => {
    const verb = `https://example.org/verbs/${randomUUID()}`;
    const [one, two] = [randomUUID(), randomUUID()];
    await stored(about(two, { id: one, verb: { id: verb } }), about(one, { id: two }));
    expect(await found({ verb })).toEqual([two, one]);
  });
});

describe('Formats', () => {
  const display = { de: 'abgeschlossen', en: 'completed' };
  const object = { id: 'https://lms.example.org/x', definition: { name: { de: 'Kurs', en: 'Course' } } };

  it('ids gives no more than identifies', async () => {
    const statement = aStatement({ verb: { id: 'https://example.org/v', display }, object });
    await stored(statement);
    const { json } = await client.get({ statementId: statement.id, format: 'ids' });
    expect(json).toMatchObject({ verb: { id: 'https://example.org/v' }, object: { id: object.id } });
    expect(JSON.stringify(json)).not.toContain('Kurs');
  });

  it.each(['1.0.3', '2.0.0'])(
    'canonical gives one language, by Accept-Language; exact gives all: %s',
    async (version) => {
      const statement = aStatement({ verb: { id: 'https://example.org/v', display }, object });
      await stored(statement);
      const headers = { 'Accept-Language': 'de-CH, en;q=0.5', 'X-Experience-API-Version': version };
      const [canonical, exact] = await Promise.all(
        ['canonical', 'exact'].map((format) =>
          client.get({ statementId: statement.id, format }, { headers }),
        ),
      );
      expect(canonical?.json).toMatchObject({
        verb: { display: { de: 'abgeschlossen' } },
        object: { definition: { name: { de: 'Kurs' } } },
      });
      expect(canonical?.text).not.toContain('Course');
      expect(exact?.json).toMatchObject({ verb: { display }, object });
    },
  );

  it('hold for every page of a search, and for each by its own Accept-Language', async () => {
    const context = { registration: randomUUID() };
    const verb = { id: 'https://example.org/v', display };
    await stored(aStatement({ verb, object, context }), aStatement({ verb, object, context }));
    const search = async (format: string, languages: readonly string[]) => {
      const [first, second] = languages.map((language) => ({ headers: { 'Accept-Language': language } }));
      const page = await client.get({ ...context, limit: '1', format }, first);
      const next = await client.send('GET', { ...second, path: moreOf(page) });
      return [page, next].flatMap(statementsOf).map((statement) => statement['verb']);
    };
    expect(await search('canonical', ['de', 'en'])).toEqual([
      { ...verb, display: { de: display.de } },
      { ...verb, display: { en: display.en } },
    ]);
    expect(await search('ids', ['de', 'de'])).toEqual([{ id: verb.id }, { id: verb.id }]);
    expect(await search('exact', ['de', 'de'])).toEqual([verb, verb]);
  });

  it('gives times in UTC to a reader of 2.0, as sent to one of 1.0', async () => {
    const timestamp = '2026-07-20T09:30:00.5+02:00';
    const statement = aStatement({ timestamp });
    await stored(statement);
    const modern = new XapiClient(product, await product.key({ scopes: ['read'] }), '2.0.0');
    const [one, two] = [
      await client.get({ statementId: statement.id }),
      await modern.get({ statementId: statement.id }),
    ];
    expect(one.json).toMatchObject({ timestamp });
    expect(two.json).toMatchObject({ timestamp: '2026-07-20T07:30:00.5Z' });
  });
});
