import { badRequest, bodyTooLarge, jsonAsSent, parseJsonBody, Problem, type JsonLimits } from '#platform';
import { mediaTypeOf } from '#platform/http';
import { isObject, type JsonObject } from '../statement/json-value.ts';
import type { Document } from './documents.query.ts';

const CLAUSE = 'xAPI 1.0.3 Communication 2.2';

/**
 * What a POST leaves: the document that came, or, where there is one, both JSON objects with the members of the later one on
 * top, one level deep (xAPI 1.0.3 Communication 2.2, IEEE 9274.1.1 4.1.6).
 * @throws Problem 400 when what came calls itself JSON and is no object, or when one of two is no JSON object; 413 when both
 * together are more than one document may be
 */
export function merged(standing: Document | null, sent: Document, limits: JsonLimits): Document {
  const added = mediaTypeOf(sent.contentType) === 'application/json' ? objectOf(sent, limits) : null;
  if (standing === null) return sent;
  if (added === null)
    throw unmergeable(
      `The document that is there is ${standing.contentType}; this one is ${sent.contentType}.`,
    );
  if (mediaTypeOf(standing.contentType) !== 'application/json')
    throw unmergeable(
      `The document that is there is ${standing.contentType}, which nothing can be merged into.`,
    );
  const both = { ...standingObject(standing, limits), ...added };
  const content = Buffer.from(jsonAsSent(JSON.stringify(both)), 'utf8');
  if (content.byteLength > limits.maxBytes)
    throw bodyTooLarge(
      limits.maxBytes,
      `With what is there already the document would have ${content.byteLength} bytes`,
    );
  return { contentType: sent.contentType, content };
}

function objectOf({ content }: Document, limits: JsonLimits): JsonObject {
  const value = parseJsonBody(content, limits);
  if (isObject(value)) return value;
  throw unmergeable('A document that is posted as application/json must be a JSON object.');
}

/** What is stored was accepted as its sender called it, and need not be what it is called. */
function standingObject({ content }: Document, limits: JsonLimits): JsonObject {
  try {
    const value = parseJsonBody(content, { ...limits, maxBytes: content.byteLength });
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  throw unmergeable('The document that is there is called application/json and is no JSON object.');
}

function unmergeable(why: string): Problem {
  const reason = `${why} PUT replaces it.`;
  return badRequest(reason, [{ pointer: 'Content-Type', reason, clause: CLAUSE }], 'not-mergeable');
}
