import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithFixture } from '../../../test/support/fixtures.ts';
import { startProduct, type TestKey, type TestProduct } from '../../../test/support/product.ts';
import { storedStatements, XapiClient } from '../../../test/support/xapi-client.ts';

interface Sent {
  readonly id: string;
  readonly verb: { readonly id: string };
}

describeWithFixture(
  'xapi/video-statements.json.gz',
  '22,000 real statements over HTTP in batches of 100',
  (path) => {
    const statements = gunzipSync(readFileSync(path))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line): Sent => JSON.parse(line));
    let product: TestProduct;
    let key: TestKey;
    let client: XapiClient;

    beforeAll(async () => {
      product = await startProduct();
      key = await product.key({ scopes: ['ingest', 'read'] });
      client = new XapiClient(product, key);
    });

    afterAll(async () => {
      await product.stop();
    });

    async function push(): Promise<void> {
      const batches = Array.from({ length: statements.length / 100 }, (_, n) =>
        statements.slice(n * 100, n * 100 + 100),
      );
      const sender = async (): Promise<void> => {
        for (let batch = batches.shift(); batch; batch = batches.shift()) {
          const { status, json } = await client.post(batch);
          expect(status === 200 || json).toBe(true);
          expect(json).toEqual(batch.map(({ id }) => id));
        }
      };
      await Promise.all(Array.from({ length: 8 }, sender));
    }

    it('are all stored, and none a second time', async () => {
      await push();
      expect(await storedStatements(product)).toBe(22_000);
      await push();
      expect(await storedStatements(product)).toBe(22_000);
    }, 300_000);

    it('are read back as they were sent', async () => {
      const sample = statements.filter((_, index) => index % 221 === 0);
      for (const statement of sample) {
        const { json } = await client.get({ statementId: statement.id });
        const { stored, authority, version, ...back } = Object(json);
        expect(back).toEqual(statement);
        expect({ stored, authority, version }).toEqual({
          stored: expect.stringMatching(/Z$/),
          authority: { objectType: 'Agent', account: { homePage: 'urn:plumbline:keys', name: key.id } },
          version: '1.0.0',
        });
      }
    });

    it('page through by their verb, each once', async () => {
      const verb = 'https://w3id.org/xapi/video/verbs/seeked';
      const expected = statements.filter((statement) => statement.verb.id === verb).map(({ id }) => id);
      const seen: string[] = [];
      let page = await client.get({ verb, format: 'ids', ascending: 'true' });
      for (;;) {
        const { statements: shown, more } = Object(page.json);
        seen.push(...shown.map(({ id }: Sent) => id));
        if (more === '') break;
        page = await client.send('GET', { path: more });
      }
      expect(seen.toSorted()).toEqual(expected.toSorted());
    });
  },
);
