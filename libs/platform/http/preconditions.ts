import { badRequest } from '../problem.ts';

/** `*`, or entity tags as they were listed. */
export type EntityTags = '*' | readonly EntityTag[];

/** RFC 9110, section 8.8.3. */
export interface EntityTag {
  readonly weak: boolean;
  /** What stands between the quotes. */
  readonly opaque: string;
}

/** What a request asks of the version that is there (RFC 9110, section 13.1); null where it asks nothing. */
export interface Preconditions {
  readonly ifMatch: EntityTags | null;
  readonly ifNoneMatch: EntityTags | null;
}

/** The headers as they came. */
export interface PreconditionHeaders {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/**
 * Reads `If-Match` and `If-None-Match`: `*`, or quoted entity tags with commas between them.
 * @param tags `bare`: also tags without their quotes, which are none by RFC 9110 and which many clients send all the same
 * @throws Problem 400 for a list that is none: a condition that is not understood must not count as met or as absent
 */
export function readPreconditions(
  { ifMatch, ifNoneMatch }: PreconditionHeaders,
  tags: 'quoted' | 'bare' = 'quoted',
): Preconditions {
  return {
    ifMatch: ifMatch === undefined ? null : entityTags('If-Match', ifMatch, tags),
    ifNoneMatch: ifNoneMatch === undefined ? null : entityTags('If-None-Match', ifNoneMatch, tags),
  };
}

/**
 * Whether `If-Match` lets a request through.
 * @param current the version that is there; null: there is none. A write needs the strong comparison (RFC 9110, section 13.1.1):
 * a weak tag matches nothing, for what it names may be of other bytes than its sender read.
 */
export function ifMatchHolds({ ifMatch }: Preconditions, current: string | null): boolean {
  if (ifMatch === null) return true;
  if (current === null) return false;
  return ifMatch === '*' || ifMatch.some(({ weak, opaque }) => !weak && opaque === current);
}

/** Whether `If-None-Match` lets a request through; by the weak comparison (RFC 9110, section 13.1.2). */
export function ifNoneMatchHolds({ ifNoneMatch }: Preconditions, current: string | null): boolean {
  if (ifNoneMatch === null || current === null) return true;
  return ifNoneMatch !== '*' && ifNoneMatch.every(({ opaque }) => opaque !== current);
}

/** A comma may stand in a tag. */
const ENTITY_TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
/** Stands for a tag while the list around it is looked at; no header can hold it. */
const TAG = '\0';
/** Any of the same characters, without the asterisk, which is no tag. */
const BARE_TAG = /^[\x21\x23-\x29\x2b-\x7e\x80-\xff]+$/;

function entityTags(header: string, text: string, tags: 'quoted' | 'bare'): EntityTags {
  if (text.trim() === '*') return '*';
  const quoted = text.matchAll(ENTITY_TAG);
  const listed = text
    .replaceAll(ENTITY_TAG, TAG)
    .split(',')
    .map((place) => place.trim())
    // Empty places are to be passed over (RFC 9110, section 5.6.1).
    .filter((place) => place !== '')
    .map((place): EntityTag => {
      if (place === TAG) {
        const [, weak, opaque = ''] = quoted.next().value ?? [];
        return { weak: weak !== undefined, opaque };
      }
      if (tags === 'bare' && BARE_TAG.test(place)) return { weak: false, opaque: place };
      throw unreadable(header);
    });
  if (listed.length === 0) throw unreadable(header);
  return listed;
}

function unreadable(header: string) {
  const reason = `Must be * or a list of ETags as they were given, in double quotes: ${header}: "3f2a…".`;
  return badRequest(`The header ${header} cannot be read.`, [{ pointer: header, reason }]);
}
