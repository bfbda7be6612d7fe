import * as fc from 'fast-check';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonRecord = { [key: string]: Json };

const word = fc.stringMatching(/^[a-zA-Z0-9 _é\\"]{0,12}$/);
const uuid = fc.uuid();
const iri = fc.oneof(
  fc.webUrl({ withFragments: true }),
  fc.constantFrom(
    'urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    'course-v1:A+B',
    'tag:x,2020:y',
    'https://é.example/ü%20x',
  ),
);
const tag = fc.constantFrom('en', 'en-US', 'de-CH-1996', 'zh-Hant-TW', 'tlh', 'x-house', 'i-klingon');
const languageMap = fc.dictionary(tag, word, { maxKeys: 3 });
const anyJson = fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value)));
const extensions = fc.dictionary(iri, anyJson, { maxKeys: 2 });
const decimal = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (Object.is(value, -0) ? 0 : value));

const timestampsUntil = (last: string) =>
  fc
    .tuple(
      fc.date({ min: new Date('1950-01-01'), max: new Date(last), noInvalidDate: true }),
      fc.constantFrom('Z', '+00:00', '+05:30', '-11:00', 'z'),
      fc.constantFrom('', '.1', '.123', '.123456', '.123456789'),
    )
    .map(([date, zone, fraction]) => `${date.toISOString().slice(0, 19)}${fraction}${zone}`);

/** ISO 8601 moments with Z or an offset, as RFC 3339 has them: valid in both versions. */
export const timestamps = timestampsUntil('2200-01-01');
/** Of those the ones at which something may have happened. */
const past = timestampsUntil('2026-01-01');

const identifier = fc.oneof(
  fc.record({
    mbox: fc
      .emailAddress()
      .filter((mail) => !/["(),:;<>[\]\\%]/.test(mail))
      .map((mail) => `mailto:${mail}`),
  }),
  fc.record({ mbox_sha1sum: fc.stringMatching(/^[0-9a-fA-F]{40}$/) }),
  fc.record({ openid: iri }),
  fc.record({ account: fc.record({ homePage: iri, name: word }) }),
);
const name = fc.option(fc.record({ name: word }), { nil: {} });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

/** Objects of these parts, without those that are absent. */
function assembled(parts: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonRecord> {
  return fc.record(parts).map((value): JsonRecord => JSON.parse(JSON.stringify(value)));
}

const agent = fc
  .tuple(fc.constantFrom({}, { objectType: 'Agent' }), name, identifier)
  .map((parts): JsonRecord => Object.assign({}, ...parts));
const namedAgent = agent.map((value): JsonRecord => Object.assign({}, value, { objectType: 'Agent' }));
const members = fc.array(agent, { minLength: 1, maxLength: 3 });
const group = fc
  .tuple(
    fc.constant({ objectType: 'Group' }),
    name,
    fc.oneof(
      fc.record({ member: members }),
      identifier,
      fc.tuple(identifier, fc.record({ member: members })).map((parts) => Object.assign({}, ...parts)),
    ),
  )
  .map((parts): JsonRecord => Object.assign({}, ...parts));
const actor = fc.oneof(agent, group);

const components = fc
  .uniqueArray(word, { maxLength: 3 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => assembled({ id: fc.constant(id), description: optional(languageMap) }))),
  );
const interaction = fc.oneof(
  fc
    .constantFrom('true-false', 'fill-in', 'long-fill-in', 'numeric', 'other')
    .map((type) => ({ interactionType: type })),
  components.map((choices) => ({ interactionType: 'choice', choices })),
  components.map((choices) => ({ interactionType: 'sequencing', choices })),
  components.map((scale) => ({ interactionType: 'likert', scale })),
  components.map((steps) => ({ interactionType: 'performance', steps })),
  components.map((source) => ({ interactionType: 'matching', source, target: source })),
);
const definition = fc
  .tuple(
    assembled({
      name: optional(languageMap),
      description: optional(languageMap),
      type: optional(iri),
      moreInfo: optional(iri),
      extensions: optional(extensions),
    }),
    fc.oneof(
      fc.constant({}),
      fc
        .tuple(interaction, fc.array(word, { maxLength: 2 }))
        .map(([kind, patterns]) => Object.assign({ correctResponsesPattern: patterns }, kind)),
    ),
  )
  .map((parts): JsonRecord => Object.assign({}, ...parts));
const activity = assembled({
  objectType: optional(fc.constant('Activity')),
  id: iri,
  definition: optional(definition),
});
const statementRef = assembled({ objectType: fc.constant('StatementRef'), id: uuid });

const score = fc
  .tuple(fc.uniqueArray(decimal, { minLength: 3, maxLength: 3 }), fc.double({ min: -1, max: 1, noNaN: true }))
  .map(([numbers, scaled]) => {
    const [min = 0, raw = 1, max = 2] = numbers.toSorted((a, b) => a - b);
    return { min, raw, max, scaled };
  });
const result = assembled({
  score: optional(score),
  success: optional(fc.boolean()),
  completion: optional(fc.boolean()),
  response: optional(word),
  duration: optional(
    fc.constantFrom('PT0S', 'PT4H35M59.14S', 'P3Y1M29DT4H35M59.14S', 'P4W', 'P1DT12H', 'PT0,5H'),
  ),
  extensions: optional(extensions),
});

const oneOrMore = fc.oneof(activity, fc.array(activity, { maxLength: 3 }));
const contextActivities = assembled({
  parent: optional(oneOrMore),
  grouping: optional(oneOrMore),
  category: optional(oneOrMore),
  other: optional(oneOrMore),
});
const relevantTypes = optional(fc.array(iri, { minLength: 1, maxLength: 2 }));

function context(rules: '1.0' | '2.0', aboutActivity: boolean): fc.Arbitrary<JsonRecord> {
  const onlyActivity: Record<string, fc.Arbitrary<unknown>> = aboutActivity
    ? { revision: optional(word), platform: optional(word) }
    : {};
  const relations: Record<string, fc.Arbitrary<unknown>> = rules === '2.0'
    ? {
        contextAgents: optional(
          fc.array(assembled({ objectType: fc.constant('contextAgent'), agent, relevantTypes }), {
            maxLength: 2,
          }),
        ),
        contextGroups: optional(
          fc.array(assembled({ objectType: fc.constant('contextGroup'), group, relevantTypes }), {
            maxLength: 2,
          }),
        ),
      }
    : {};
  return assembled({
    registration: optional(uuid),
    instructor: optional(actor),
    team: optional(group),
    contextActivities: optional(contextActivities),
    language: optional(tag),
    statement: optional(statementRef),
    extensions: optional(extensions),
    ...onlyActivity,
    ...relations,
  });
}

const attachment = assembled({
  usageType: iri,
  display: languageMap,
  description: optional(languageMap),
  contentType: fc.constantFrom('text/plain', 'application/json; charset=utf-8', 'image/svg+xml'),
  length: fc.nat(),
  sha2: fc.stringMatching(/^[0-9a-f]{64}$/),
  fileUrl: optional(iri),
});

function inner(rules: '1.0' | '2.0', object: fc.Arbitrary<JsonRecord>): fc.Arbitrary<JsonRecord> {
  return object.chain((chosen) => {
    const aboutActivity = chosen['objectType'] === undefined || chosen['objectType'] === 'Activity';
    return assembled({
      actor,
      verb: assembled({ id: iri, display: optional(languageMap) }),
      object: fc.constant(chosen),
      result: optional(result),
      context: optional(context(rules, aboutActivity)),
      timestamp: optional(past),
      attachments: optional(fc.array(attachment, { maxLength: 2 })),
    });
  });
}

/** Valid statements of a version, every part of the standard among them. */
export function arbitraryStatements(rules: '1.0' | '2.0'): fc.Arbitrary<JsonRecord> {
  const simple = fc.oneof({ weight: 3, arbitrary: activity }, namedAgent, group, statementRef);
  const subStatement = inner(rules, simple).map((value): JsonRecord =>
    Object.assign({ objectType: 'SubStatement' }, value),
  );
  const pair = fc.tuple(agent, agent).map((member): JsonRecord => ({ objectType: 'Group', member }));
  return fc
    .tuple(
      inner(rules, fc.oneof({ weight: 4, arbitrary: simple }, subStatement)),
      assembled({
        id: optional(uuid),
        stored: optional(timestamps),
        authority: optional(fc.oneof(agent, pair)),
        version: optional(fc.constantFrom('1.0', '1.0.3', ...(rules === '2.0' ? ['2.0.0'] : []))),
      }),
    )
    .map(([statement, assigned]) => Object.assign({}, statement, assigned));
}

/** Values that are right somewhere in a statement and wrong elsewhere. */
const STRAYS: readonly Json[] = [
  null, true, false, 0, 1, -1, 1.5, -2, 1e21, '', ' ', 'x', '12', 'true', [], {}, [null], [[]], { a: 1 }, [{}],
  'Agent', 'agent', 'Group', 'Activity', 'StatementRef', 'SubStatement', 'contextAgent', 'choice', 'Choice',
  '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '6BA7B810-9DAD-11D1-80B4-00C04FD430C8', '6ba7b8109dad11d180b400c04fd430c8',
  'http://adlnet.gov/expapi/verbs/voided', 'https://example.org/x', 'example.org/x', 'ab=c://x', 'http://a b', 'a:%zz',
  'mailto:ada@example.org', 'MAILTO:ada@example.org', 'mailto:ada', 'mailto:a@b,c@d',
  'en', 'en_US', 'a12345', { en: 'x' }, { en: null }, { 'en-US': 1 }, { something: 'x' },
  '2026-07-06T08:00:00Z', '2026-07-06T08:00:00-00:00', '2026-07-06T08:00:00', '20260706T080000Z', '2026-02-30T08:00:00Z',
  'PT1H', 'P4W1D', 'PT', '2.0.0', '1.0.9', '1.1.0', 'text/plain', 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9',
  { mbox: 'mailto:ada@example.org' }, { objectType: 'Agent', mbox: 'mailto:ada@example.org' },
  { objectType: 'Group', member: [{ mbox: 'mailto:ada@example.org' }] }, { objectType: 'Group', openid: 'https://a.example' },
  { objectType: 'Group', member: [] }, { mbox: 'mailto:ada@example.org', openid: 'https://a.example' },
  { id: 'https://example.org/x' }, { objectType: 'Activity', id: 'https://example.org/x' },
  { objectType: 'StatementRef', id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' },
  [{ id: 'a' }, { id: 'a' }], { raw: 5, max: 4 }, { min: 1, max: 1 }, { scaled: 1.01 }, { extensions: { x: 1 } },
  { platform: 'p' }, { revision: 'r' }, { interactionType: 'choice', scale: [] }, { choices: [] },
]; // prettier-ignore

const KEYS = [
  'id', 'objectType', 'name', 'mbox', 'openid', 'account', 'member', 'verb', 'display', 'object', 'actor', 'version',
  'definition', 'interactionType', 'choices', 'steps', 'correctResponsesPattern', 'platform', 'revision', 'team',
  'contextAgents', 'contextGroups', 'relevantTypes', 'score', 'raw', 'min', 'max', 'scaled', 'duration', 'extensions',
  'attachments', 'authority', 'stored', 'timestamp', 'unknown', 'Actor', 'https://example.org/x',
]; // prettier-ignore

interface Mutation {
  readonly place: number;
  readonly what: 'delete' | 'replace' | 'add' | 'rename' | 'double';
  readonly key: string;
  readonly value: Json;
}

const mutations: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  what: fc.constantFrom('delete', 'replace', 'replace', 'add', 'rename', 'double'),
  key: fc.constantFrom(...KEYS),
  value: fc.constantFrom(...STRAYS),
});

/** Statements that were valid before one to three places in them were changed at random; many still are. */
export function mutatedStatements(rules: '1.0' | '2.0'): fc.Arbitrary<Json> {
  return fc
    .tuple(arbitraryStatements(rules), fc.array(mutations, { minLength: 1, maxLength: 3 }))
    .map(([statement, changes]) => changes.reduce(mutated, statement));
}

function mutated(statement: JsonRecord, { place, what, key, value }: Mutation): JsonRecord {
  const copy = structuredClone(statement);
  const places = placesIn(copy);
  const [owner, at] = places[place % places.length] ?? [copy, 'actor'];
  const stray = structuredClone(value);
  if (Array.isArray(owner)) {
    const index = Number(at);
    if (what === 'delete') owner.splice(index, 1);
    else if (what === 'double') owner.push(structuredClone(owner[index] ?? null));
    else owner[index] = stray;
    return copy;
  }
  const current = owner[at] ?? null;
  if (what === 'delete') delete owner[at];
  else if (what === 'add') owner[key] = stray;
  else if (what === 'double') owner[at] = [current, structuredClone(current)];
  else if (what === 'rename') {
    delete owner[at];
    owner[place % 2 === 0 ? at.toUpperCase() : key] = current;
  } else owner[at] = stray;
  return copy;
}

/** Every place in a JSON value: who holds it, and under which key. */
export function placesIn(value: Json): [Json[] | JsonRecord, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value;
  const places: [Json[] | JsonRecord, string][] = [];
  for (const [key, child] of Object.entries(owner)) places.push([owner, key], ...placesIn(child));
  return places;
}
