import { badRequest, conflict, Problem } from '#platform';
import type { RuleSet } from '../statement/rules.ts';
import type { DocumentKind } from './document-key.ts';

/** The headers that say on which state of a document a request is to take effect (RFC 9110, section 13.1). */
export interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

const CLAUSE = { '1.0': 'xAPI 1.0.3 Communication 3.1', '2.0': 'IEEE 9274.1.1 4.1.4' } as const;

/** @param sha1 of the document that is there; null: there is none */
export function entityTag(sha1: string): string {
  return `"${sha1}"`;
}

/** @throws Problem 412 when a header does not hold */
export function requirePreconditions(
  { ifMatch, ifNoneMatch }: Preconditions,
  sha1: string | null,
  rules: RuleSet,
): void {
  if (ifMatch !== undefined && (sha1 === null || !names(ifMatch, sha1)))
    throw failed('If-Match', sha1, rules);
  if (ifNoneMatch !== undefined && sha1 !== null && names(ifNoneMatch, sha1))
    throw failed('If-None-Match', sha1, rules);
}

/**
 * A PUT must say what its sender knows: over a document that is there in both versions (of state since 2.0 alone), and by 1.0.3
 * of a profile that is new too.
 * @throws Problem 409 without either header over a document, 400 where there is none
 */
export function requireKnowledge(
  { ifMatch, ifNoneMatch }: Preconditions,
  { kind, sha1, rules }: { kind: DocumentKind; sha1: string | null; rules: RuleSet },
): void {
  if (ifMatch !== undefined || ifNoneMatch !== undefined) return;
  if (rules === '1.0' ? kind === 'state' : sha1 === null) return;
  if (sha1 === null) {
    const reason = 'There is no document yet. Send If-None-Match: * to say so.';
    throw badRequest(reason, [{ pointer: 'If-None-Match', reason, clause: CLAUSE[rules] }]);
  }
  const reason = `There is a document already. Read it, then send its ETag as If-Match: ${entityTag(sha1)} replaces it as it is now.`;
  throw conflict(reason, [{ pointer: 'If-Match', reason, clause: CLAUSE[rules] }]);
}

/** Whether a list of entity tags, or `*`, names a document; tags are compared without the mark of weakness. */
function names(header: string, sha1: string): boolean {
  if (header.trim() === '*') return true;
  return [...header.matchAll(/(?:W\/)?"([^"]*)"|([^\s,"]+)/g)].some(
    ([, quoted, bare]) => (quoted ?? bare)?.toLowerCase() === sha1,
  );
}

function failed(header: 'If-Match' | 'If-None-Match', sha1: string | null, rules: RuleSet): Problem {
  const standing =
    sha1 === null ? 'There is no document.' : `The document has the ETag ${entityTag(sha1)} now.`;
  const reason = `${header} does not hold: ${standing} Nothing was changed.`;
  return new Problem({
    status: 412,
    type: 'precondition-failed',
    title: 'Precondition failed',
    detail: reason,
    errors: [{ pointer: header, reason, clause: CLAUSE[rules] }],
  });
}
