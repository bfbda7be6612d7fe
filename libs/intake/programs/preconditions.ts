import { badRequest, Problem } from '#platform';

/** `*`, or entity tags as they were listed. */
type EntityTags = '*' | readonly EntityTag[];

interface EntityTag {
  readonly weak: boolean;
  readonly version: string;
}

/** What a request asks of the version in force (RFC 9110, section 13.1); null where it asks nothing. */
export interface Preconditions {
  readonly ifMatch: EntityTags | null;
  readonly ifNoneMatch: EntityTags | null;
}

/**
 * Reads `If-Match` and `If-None-Match`: `*`, or quoted entity tags with commas between them.
 * @throws Problem 400 for a list that is none: a condition that is not understood must not count as met or as absent
 */
export function readPreconditions(
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): Preconditions {
  return {
    ifMatch: ifMatch === undefined ? null : entityTags('If-Match', ifMatch),
    ifNoneMatch: ifNoneMatch === undefined ? null : entityTags('If-None-Match', ifNoneMatch),
  };
}

/** @throws Problem 412 when the version in force, null for none, is not what the request asks for */
export function expectPreconditions(
  { ifMatch, ifNoneMatch }: Preconditions,
  current: string | null,
  program: string,
): void {
  const named = `The program ${JSON.stringify(program)}`;
  if (ifMatch !== null && current === null)
    throw failed(`${named} is not defined yet; leave If-Match out to define it.`);
  // A write needs the strong comparison (RFC 9110, section 13.1.1): a weak tag matches nothing.
  if (ifMatch !== null && ifMatch !== '*' && !ifMatch.some((tag) => !tag.weak && tag.version === current))
    throw failed(`${named} in force has the ETag "${current}"; read it and apply the change to that.`);
  if (ifNoneMatch === null || current === null) return;
  if (ifNoneMatch === '*' || ifNoneMatch.some(({ version }) => version === current))
    throw failed(`${named} is defined, with the ETag "${current}"; leave If-None-Match out to change it.`);
}

function failed(detail: string): Problem {
  return new Problem({ status: 412, type: 'precondition-failed', title: 'Precondition failed', detail });
}

/** RFC 9110, section 8.8.3; a comma may stand in a tag. */
const ENTITY_TAG = /(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
/** Stands for a tag while the list around it is looked at; no header can hold it. */
const TAG = '\0';

function entityTags(header: string, text: string): EntityTags {
  if (text.trim() === '*') return '*';
  const places = text
    .replaceAll(ENTITY_TAG, TAG)
    .split(',')
    .map((place) => place.trim());
  // Empty places are to be passed over (RFC 9110, section 5.6.1).
  if (places.some((place) => place !== '' && place !== TAG) || !places.includes(TAG)) {
    const reason = `Must be * or a list of ETags as they were given, in double quotes: ${header}: "3f2a…".`;
    throw badRequest(`The header ${header} cannot be read.`, [{ pointer: header, reason }]);
  }
  return [...text.matchAll(ENTITY_TAG)].map(([, weak, version = '']) => ({
    weak: weak !== undefined,
    version,
  }));
}
