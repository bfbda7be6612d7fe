import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certifiedSigner } from '#test/support/certificate';
import { attachmentOf, MULTIPART, multipart, partOf } from '#test/support/multipart';
import { startProduct, type TestProduct } from '#test/support/product';
import { XapiClient, type XapiAnswer } from '#test/support/xapi-client';
import { CompactSign, type CompactJWSHeaderParameters } from 'jose';
import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { SIGNATURE } from './named-attachment.ts';

const { key: signer, certificate } = certifiedSigner();

let product: TestProduct;
let client: XapiClient;
let client2: XapiClient;
beforeAll(async () => {
  product = await startProduct();
  const key = await product.key({ scopes: ['ingest', 'read'] });
  client = new XapiClient(product, key);
  client2 = new XapiClient(product, key, '2.0.0');
});
afterAll(() => product.stop());

function aStatement(more: object = {}) {
  return {
    id: randomUUID(),
    actor: { mbox: 'mailto:ada@example.org', name: 'Ada' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: 'https://lms.example.org/course' },
    result: { extensions: { 'https://example.org/n': 1 } },
    timestamp: '2026-07-06T10:00:00+02:00',
    ...more,
  };
}

interface Signing {
  readonly header?: CompactJWSHeaderParameters;
  readonly key?: KeyObject;
  /** What is signed instead of the statement. */
  readonly payload?: string;
  readonly changed?: Readonly<Record<string, unknown>>;
}

function signed(payload: string, { header = { alg: 'RS256' }, key = signer }: Signing = {}): Promise<string> {
  return new CompactSign(Buffer.from(payload)).setProtectedHeader(header).sign(key);
}

async function post(statement: object, signing: Signing = {}, by = client): Promise<XapiAnswer> {
  const jws = await signed(signing.payload ?? JSON.stringify(statement), signing);
  return postJws(statement, jws, signing.changed, by);
}

function postJws(statement: object, jws: string, changed = {}, by = client): Promise<XapiAnswer> {
  const signature = attachmentOf(jws, { usageType: SIGNATURE, ...changed });
  const others =
    'attachments' in statement && Array.isArray(statement.attachments) ? statement.attachments : [];
  const parts = others.map((_, index) => partOf(`other ${index}`));
  return by.post(multipart({ ...statement, attachments: [...others, signature] }, ...parts, partOf(jws)), {
    headers: MULTIPART,
  });
}

describe('A signed statement', () => {
  it('is taken when its signature holds it, by any of the three algorithms, with a certificate or without', async () => {
    for (const alg of ['RS256', 'RS384', 'RS512'])
      for (const more of [{}, { x5c: [certificate] }])
        for (const by of [client, client2])
          expect([alg, (await post(aStatement(), { header: { alg, ...more } }, by)).status]).toEqual([
            alg,
            200,
          ]);
  });

  it('is compared as a re-send is: by meaning, without what the LRS assigns', async () => {
    const statement = aStatement({ attachments: [attachmentOf('other 0')] });
    const { id, ...rest } = statement;
    const same = {
      ...rest,
      version: '1.0.0',
      stored: '2026-01-01T00:00:00Z',
      authority: { mbox: 'mailto:lms@example.org' },
      timestamp: '2026-07-06T08:00:00.000Z',
      verb: { ...rest.verb, display: { en: 'completed' } },
    };
    expect((await post(statement, { payload: JSON.stringify(same, null, 2) })).status).toBe(200);
    expect((await client.get({ statementId: id })).status).toBe(200);
    const jws = await signed(JSON.stringify(same));
    const { text } = await postJws({ ...statement, id: randomUUID() }, jws);
    expect(JSON.parse(text)).toHaveLength(1);
  });

  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const statement = aStatement();
  const refusals: readonly [string, Signing, RegExp][] = [
    [
      'holds another statement',
      { payload: JSON.stringify({ ...statement, result: { success: true } }) },
      /another statement/,
    ],
    [
      'holds another id',
      { payload: JSON.stringify({ ...statement, id: randomUUID() }) },
      /another statement/,
    ],
    ['holds no JSON', { payload: JSON.stringify(statement).replace('"', "'") }, /no JSON/],
    ['holds no object', { payload: '[]' }, /no JSON object/],
    ['is of another algorithm', { header: { alg: 'ES256' }, key: elliptic }, /"ES256"/],
    ['is of PSS', { header: { alg: 'PS256' } }, /"PS256"/],
    [
      'is not by the key of its certificate',
      { header: { alg: 'RS256', x5c: [certificate] }, key: other },
      /does not verify/,
    ],
    ['brings a certificate that is none', { header: { alg: 'RS256', x5c: ['AAAA'] } }, /cannot be read/],
    ['brings no list of certificates', { header: { alg: 'RS256', x5c: [] } }, /no list/],
    ['is called text', { changed: { contentType: 'text/plain' } }, /application\/octet-stream/],
  ];
  it.each(refusals)('is refused when its signature %s', async (_, signing, reason) => {
    const answer = await post(statement, signing);
    expect([answer.status, answer.json]).toMatchObject([
      400,
      {
        errors: [
          { pointer: expect.stringContaining('/attachments/0'), reason: expect.stringMatching(reason) },
        ],
      },
    ]);
    expect((await client.get({ statementId: statement.id })).status).toBe(404);
  });

  it('is refused when its x5c is a certificate and no list of them, although the signature is right', async () => {
    const own = aStatement();
    const signedBy = (x5c: unknown): string => {
      const parts = [{ alg: 'RS256', x5c }, own].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const signature = sign('sha256', Buffer.from(parts.join('.')), signer);
      return [...parts, signature.toString('base64url')].join('.');
    };
    const bare = await postJws(own, signedBy(certificate));
    expect([bare.status, bare.json]).toMatchObject([
      400,
      { errors: [{ pointer: '/attachments/0', reason: expect.stringMatching(/x5c is no list/) }] },
    ]);
    expect((await client.get({ statementId: own.id })).status).toBe(404);
    expect((await postJws(own, signedBy([certificate]))).status).toBe(200);
  });

  it('is refused when its signature is no JWS, or does not come', async () => {
    const jws = await signed(JSON.stringify(statement));
    const [header, payload, signature] = jws.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const unsaid = Buffer.from('{}').toString('base64url');
    for (const bad of [
      '',
      'x',
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${none}.${payload}.${signature}`,
      `${unsaid}.${payload}.${signature}`,
      `e30x.${payload}.${signature}`,
      `${jws}\n`,
    ])
      expect([bad, (await postJws(statement, bad)).status]).toEqual([bad, 400]);
    const fileUrl = { usageType: SIGNATURE, fileUrl: 'https://example.org/signature' };
    const named = { ...statement, attachments: [attachmentOf(jws, fileUrl)] };
    const answer = await client.post(named);
    expect([answer.status, answer.json]).toMatchObject([400, { errors: [{ pointer: '/attachments/0' }] }]);
    expect((await client.get({ statementId: statement.id })).status).toBe(404);
    expect((await postJws(statement, jws)).status).toBe(200);
  });
});
