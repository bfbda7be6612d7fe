import { badRequest, parseJsonBody, Problem, type JsonLimits } from '#platform';
import { compactVerify, decodeProtectedHeader, errors, type ProtectedHeaderParameters } from 'jose';
import { X509Certificate, type KeyObject } from 'node:crypto';
import { isObject } from '../statement/json-value.ts';
import type { RuleSet } from '../statement/rules.ts';
import { signedContent, type SignedContent } from './named-attachment.ts';

const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
const CLAUSE = { '1.0': 'xAPI 1.0.3 Data 2.6', '2.0': 'IEEE 9274.1.1 4.2.2.6' } as const;

export interface SignatureAsk {
  readonly rules: RuleSet;
  readonly signs: SignedContent;
  /** where the attachment stands in the request */
  readonly pointer: string;
  /** of the JSON that is signed */
  readonly limits: JsonLimits;
}

/**
 * The signature of a statement is a JWS in compact form (RFC 7515) by RS256, RS384 or RS512 over the JSON of the statement as it
 * was before the signature was attached; what the LRS assigns is no part of the comparison. Where its header brings a
 * certificate (x5c), it is verified with that: who signed is for the reader to judge.
 * @throws Problem 400
 */
export async function requireSignature(
  content: Buffer,
  { rules, signs, pointer, limits }: SignatureAsk,
): Promise<void> {
  const refuse = (why: string): Problem => {
    const reason = `The signature does not hold: ${why}`;
    return badRequest(reason, [{ pointer, reason, clause: CLAUSE[rules] }], 'invalid-signature');
  };
  const jws = content.toString('latin1');
  if (!/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(jws))
    throw refuse('it is no JWS in compact form, three parts in base64url with a point between each.');
  const header = headerOf(jws);
  if (header === null) throw refuse('the header of the JWS is no JSON object.');
  if (header.alg === undefined || !ALGORITHMS.includes(header.alg))
    throw refuse(`its algorithm is ${JSON.stringify(header.alg)}, not one of ${ALGORITHMS.join(', ')}.`);
  const key = certifiedKey(header, refuse);
  if (key !== null) await verify(jws, key, refuse);
  const [, payload = ''] = jws.split('.');
  const signed = signedStatement(Buffer.from(payload, 'base64url'), { refuse, rules, limits });
  if (signed.text !== signs.text || (signed.id !== null && signs.id !== null && signed.id !== signs.id))
    throw refuse('its payload is another statement than the one that it is attached to.');
}

function headerOf(jws: string): ProtectedHeaderParameters | null {
  try {
    return decodeProtectedHeader(jws);
  } catch (error) {
    if (error instanceof TypeError) return null; // what jose throws of a header that cannot be read
    throw error;
  }
}

/** The key of the first certificate of x5c (RFC 7515, section 4.1.6); null without x5c. */
function certifiedKey(header: ProtectedHeaderParameters, refuse: (why: string) => Problem): KeyObject | null {
  const { x5c } = header;
  if (x5c === undefined) return null;
  const [certificate]: readonly unknown[] = Array.isArray(x5c) ? x5c : [];
  if (typeof certificate !== 'string') throw refuse('x5c is no list of certificates in base64.');
  try {
    const key = new X509Certificate(Buffer.from(certificate, 'base64')).publicKey;
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    throw refuse('the first certificate of x5c cannot be read: it is DER in base64.');
  }
  throw refuse('the first certificate of x5c has no RSA key.');
}

async function verify(jws: string, key: KeyObject, refuse: (why: string) => Problem): Promise<void> {
  try {
    await compactVerify(jws, key, { algorithms: ALGORITHMS });
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      throw refuse('the first certificate of x5c does not verify it.');
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw refuse(`${error.message}.`);
    throw error;
  }
}

interface SignedReading {
  readonly refuse: (why: string) => Problem;
  readonly rules: RuleSet;
  readonly limits: JsonLimits;
}

function signedStatement(payload: Buffer, { refuse, rules, limits }: SignedReading): SignedContent {
  let statement: unknown;
  try {
    statement = parseJsonBody(payload, limits);
  } catch (error) {
    if (error instanceof Problem) throw refuse(`its payload is no JSON of a statement. ${error.message}`);
    throw error;
  }
  if (isObject(statement)) return signedContent(statement, rules);
  throw refuse('its payload is no JSON object.');
}
