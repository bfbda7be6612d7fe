import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachmentOf } from '#test/support/multipart';
import { startProduct, type TestKey, type TestProduct } from '#test/support/product';
import { idsFound, statusesOf } from '#test/support/statement-answers';
import { aReference, aStatement, aVoid } from '#test/support/statements';
import { XapiClient } from '#test/support/xapi-client';

let product: TestProduct;
let key: TestKey;
beforeAll(async () => {
  product = await startProduct();
  key = await product.key({ scopes: ['ingest', 'read'] });
});
afterAll(() => product.stop());

/** What both versions ask for, in short; the other specs have it at length by the one or the other. */
describe.each(['1.0.3', '2.0.0'])('Under %s', (version) => {
  let client: XapiClient;
  beforeAll(() => {
    client = new XapiClient(product, key, version);
  });

  const found = (parameters: Record<string, string>) => idsFound(client, parameters);
  const statuses = (id: string) => statusesOf(client, id);

  it('a batch is stored as a whole or not at all, and an equal re-send is no conflict', async () => {
    const [there, fresh] = [aStatement(), aStatement()];
    expect((await client.put(there.id, there)).status).toBe(204);
    const other = { ...there, timestamp: '2026-07-21T00:00:00Z' };
    const refused = [
      await client.post([fresh, other]),
      await client.post([fresh, fresh]),
      await client.post([fresh, { ...aStatement(), actor: null }]),
      await client.put(there.id, other),
    ];
    expect(refused.map(({ status }) => status)).toEqual([409, 400, 400, 409]);
    expect(await statuses(fresh.id)).toEqual([404, 404]);
    const { json: stands } = await client.get({ statementId: there.id });
    expect(stands).toMatchObject(there);
    expect((await client.put(there.id, there)).status).toBe(204);
    expect((await client.post([fresh, Object(stands)])).json).toEqual([fresh.id, there.id]);
    expect((await client.get({ statementId: there.id })).json).toEqual(stands);
  });

  it('what is assigned is told: stored, authority, and when one statement was last modified', async () => {
    const activity = { id: 'https://lms.example.org/course' };
    const statement = aStatement({
      authority: { mbox: 'mailto:somebody.else@example.org' },
      context: { contextActivities: { parent: activity } },
    });
    await client.post(statement);
    const { json, headers } = await client.get({ statementId: statement.id });
    expect(json).toMatchObject({
      authority: { account: { name: key.id } },
      context: { contextActivities: { parent: [activity] } },
    });
    const seconds = Math.floor(Date.parse(Object(json).stored) / 1000);
    expect(Date.parse(headers.get('Last-Modified') ?? '')).toBe(seconds * 1000);
  });

  it('what was voided is found by voidedStatementId alone, what is about it shows, and a void stands', async () => {
    const context = { registration: randomUUID() };
    const [statement, late] = [aStatement({ context }), aStatement({ context })];
    const [telling, taking, early] = [aReference(statement.id), aVoid(statement.id), aVoid(late.id)];
    expect((await client.post([early, statement, late, telling])).status).toBe(200);
    expect(await statuses(statement.id)).toEqual([200, 404]);
    await client.post(taking);
    expect(await Promise.all([statement, late, taking].map(({ id }) => statuses(id)))).toEqual([
      [404, 200],
      [404, 200],
      [200, 404],
    ]);
    expect(await found(context)).toEqual([taking.id, telling.id, early.id]);
    expect((await client.post(aVoid(taking.id))).status).toBe(400);
  });

  it('pages are cut by stored, and filters follow StatementRefs and what is related', async () => {
    const agent = { mbox: `mailto:${randomUUID()}@example.org` };
    const activity = `https://lms.example.org/${randomUUID()}`;
    const inner = { ...aStatement({ actor: agent, object: { id: activity } }), id: undefined };
    const own = aStatement({ actor: agent, object: { id: activity } });
    const first = aReference(own.id);
    const second = aReference(first.id);
    const related = aStatement({ object: { ...inner, objectType: 'SubStatement' } });
    await client.post([own, first, second, related]);
    const asked = { agent: JSON.stringify(agent), activity };
    expect(await found(asked)).toEqual([second.id, first.id, own.id]);
    const anywhere = { ...asked, related_agents: 'true', related_activities: 'true', ascending: 'true' };
    expect(await found(anywhere)).toEqual([own.id, first.id, second.id, related.id]);
    const { stored } = Object((await client.get({ statementId: first.id })).json);
    expect(await found({ ...asked, since: stored })).toEqual([second.id]);
    expect(await found({ ...asked, until: stored })).toEqual([first.id, own.id]);
    const wrong: Record<string, string>[] = [{ Agent: asked.agent }, { statementId: own.id, limit: '1' }];
    for (const parameters of wrong) expect((await client.get(parameters)).status).toBe(400);
  });

  it.each<[string, object]>([
    ['null', { result: null }],
    ['a key of its own', { extra: 1 }],
    ['two identifiers', { actor: { mbox: 'mailto:ada@example.org', openid: 'https://ada.example.org' } }],
    ['the offset -00:00', { timestamp: '2026-07-20T09:30:00-00:00' }],
    ['a duration of weeks and days', { result: { duration: 'P4W1D' } }],
    ['a language that is none', { verb: { id: 'https://example.org/v', display: { en_US: 'did' } } }],
    ['a content that is nowhere', { attachments: [attachmentOf('x')] }],
  ])('a statement with %s is refused', async (_what, change) => {
    const statement = aStatement({ ...change });
    expect((await client.post(statement)).status).toBe(400);
    expect(await statuses(statement.id)).toEqual([404, 404]);
  });
});
