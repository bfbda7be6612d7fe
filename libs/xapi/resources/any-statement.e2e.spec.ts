import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  arbitraryStatements,
  type Json,
  type JsonRecord,
  mutatedStatements,
} from '../../../test/support/arbitrary-statements.ts';
import { comparable, isRecord, record, timed } from '../../../test/support/comparable-statement.ts';
import { startProduct, type TestProduct } from '../../../test/support/product.ts';
import { storedStatements, XapiClient } from '../../../test/support/xapi-client.ts';

let product: TestProduct;
const clients = new Map<string, XapiClient>();

beforeAll(async () => {
  product = await startProduct();
  const key = await product.key({ scopes: ['ingest', 'read'] });
  for (const version of ['1.0', '2.0']) clients.set(version, new XapiClient(product, key, version));
});

afterAll(async () => {
  await product.stop();
});

describe.each(['1.0', '2.0'] as const)('Any statement under %s', (version) => {
  const client = (): XapiClient => {
    const found = clients.get(version);
    if (!found) throw new Error(`No client for ${version}.`);
    return found;
  };

  it('is stored when it is valid, and reads back equal', async () => {
    await fc.assert(
      fc.asyncProperty(several(arbitraryStatements(version)), async (statements) => {
        // Keys that no sender means as data are refused by design (platform/http/json-body).
        const meant = statements.filter(
          (statement) => !/"(__proto__|constructor)"/.test(JSON.stringify(statement)),
        );
        await Promise.all(meant.map(storedWhole));
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('that was mutated is stored as sent or refused with a reason, and never fails', async () => {
    let stored = 0;
    const before = await storedStatements(product);
    await fc.assert(
      fc.asyncProperty(several(mutatedStatements(version)), async (statements) => {
        const outcomes = await Promise.all(statements.map(storedOrRefused));
        stored += outcomes.filter((outcome) => outcome === 'stored').length;
      }),
      { numRuns: 40, endOnFailure: true },
    );
    // An id can come up again with equal content, so the log holds at most what was accepted.
    const added = (await storedStatements(product)) - before;
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThanOrEqual(stored);
  });

  /** The content of attachments cannot be sent along, so this goes without them. */
  async function storedWhole(sent: JsonRecord): Promise<void> {
    const id = randomUUID();
    const { attachments: _left, ...whole } = sent;
    const statement = record({ ...whole, id, object: withoutAttachments(sent['object']) });
    const { status, text } = await client().put(id, statement);
    expect([status, text]).toEqual([204, '']);
    await expectReadBack(id, statement);
  }

  async function storedOrRefused(sent: Json): Promise<'stored' | 'refused'> {
    const { status, json } = await client().post(sent);
    if (status !== 200) {
      expectRefusal(status, json);
      return 'refused';
    }
    const [id = 'none'] = Array.isArray(json) ? json.map(String) : [];
    await expectReadBack(id, record(sent));
    return 'stored';
  }

  async function expectReadBack(id: string, sent: JsonRecord): Promise<void> {
    const shown = await client().get({ statementId: id });
    // A mutation can make a void, and by chance two statements of one id, of which a void takes back the other.
    const { json } = shown.status === 404 ? await client().get({ voidedStatementId: id }) : shown;
    const back = record(json);
    expect(comparable(back, version)).toEqual(timed(comparable(sent, version), back, version));
  }
});

function expectRefusal(status: number, json: unknown): void {
  expect([400, 409]).toContain(status);
  expect(json).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({})]) });
}

/** Sent at the same time, so that a run is not one wait for the disk after the other. */
function several<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(arbitrary, { minLength: 8, maxLength: 8, size: 'max' });
}

function withoutAttachments(object: Json | undefined): Json {
  if (!isRecord(object) || object['objectType'] !== 'SubStatement') return object ?? null;
  const { attachments: _kept, ...rest } = object;
  return rest;
}
