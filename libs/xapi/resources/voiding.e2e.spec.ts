import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProduct, type TestProduct } from '#test/support/product';
import { idsFound, statusesOf } from '#test/support/statement-answers';
import { aReference, aStatement, aVoid } from '#test/support/statements';
import { storedStatements, XapiClient } from '#test/support/xapi-client';

let product: TestProduct;
let client: XapiClient;

beforeAll(async () => {
  product = await startProduct();
  client = new XapiClient(product, await product.key({ scopes: ['ingest', 'read'] }));
});

afterAll(async () => {
  await product.stop();
});

const statuses = (id: string) => statusesOf(client, id);
const listed = (registration: string) => idsFound(client, { registration });

describe('A statement that was voided', () => {
  it('is found by voidedStatementId alone', async () => {
    const registration = randomUUID();
    const statement = aStatement({ context: { registration } });
    await client.post(statement);
    expect(await statuses(statement.id)).toEqual([200, 404]);
    expect(await listed(registration)).toEqual([statement.id]);

    const taking = aVoid(statement.id.toUpperCase(), { context: { registration } });
    await client.post(taking);
    expect(await statuses(statement.id)).toEqual([404, 200]);
    expect(await listed(registration)).toEqual([taking.id]);
    const { json } = await client.get({ voidedStatementId: statement.id });
    expect(json).toMatchObject(statement);
  });

  it('is hidden too when its void came first', async () => {
    const registration = randomUUID();
    const statement = aStatement({ context: { registration } });
    const taking = aVoid(statement.id);
    expect((await client.post(taking)).status).toBe(200);
    expect(await statuses(statement.id)).toEqual([404, 404]);
    await client.post(statement);
    expect(await statuses(statement.id)).toEqual([404, 200]);
    // what is about it is found by what it was about
    expect(await listed(registration)).toEqual([taking.id]);
  });

  it('is hidden when it comes in one batch with its void', async () => {
    const statement = aStatement();
    await client.post([aVoid(statement.id), statement]);
    expect(await statuses(statement.id)).toEqual([404, 200]);
  });

  it('stays known: a re-send changes nothing, other content is a conflict', async () => {
    const statement = aStatement();
    await client.post([statement, aVoid(statement.id)]);
    expect((await client.post(statement)).status).toBe(200);
    expect((await client.post({ ...statement, result: { success: true } })).status).toBe(409);
    expect(await statuses(statement.id)).toEqual([404, 200]);
  });

  it('does not hide the statements about it', async () => {
    const registration = randomUUID();
    const statement = aStatement();
    const about = aReference(statement.id, {
      verb: { id: 'http://adlnet.gov/expapi/verbs/commented' },
      context: { registration },
    });
    await client.post([statement, about, aVoid(statement.id)]);
    expect(await listed(registration)).toEqual([about.id]);
    expect(await statuses(about.id)).toEqual([200, 404]);
  });
});

describe('A void', () => {
  it('cannot be voided: stored before, or in the same batch', async () => {
    const statement = aStatement();
    const taking = aVoid(statement.id);
    await client.post([statement, taking]);
    const before = await storedStatements(product);
    const fresh = aVoid(randomUUID());
    const answers = [await client.post(aVoid(taking.id)), await client.post([fresh, aVoid(fresh.id)])];
    expect(answers.map(({ status, json }) => [status, json])).toMatchObject([
      [400, { errors: [{ pointer: '/object/id', clause: 'xAPI 1.0.3 Data 2.3.2' }] }],
      [400, { errors: [{ pointer: '/1/object/id' }] }],
    ]);
    expect(await storedStatements(product)).toBe(before);
    expect(await statuses(taking.id)).toEqual([200, 404]);
  });

  it('stands even when what names it came first', async () => {
    const registration = randomUUID();
    const statement = aStatement();
    const taking = aVoid(statement.id, { context: { registration } });
    const early = aVoid(taking.id);
    await client.post(early);
    await client.post([statement, taking]);
    expect(await statuses(taking.id)).toEqual([200, 404]);
    expect(await listed(registration)).toEqual([taking.id, early.id]);
    expect(await statuses(statement.id)).toEqual([404, 200]);
  });

  it('has a StatementRef as its object', async () => {
    const answer = await client.post(aVoid(randomUUID(), { object: { id: 'https://example.org/x' } }));
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ rule: 'voiding-object' }] }]);
  });
});
