import type { Instant } from '#platform';
import { z } from 'zod';
import { canonicalActor } from '../actor/canonical-actor.ts';
import {
  acceptedParameters,
  agentParameter,
  iriParameter,
  momentParameter,
  parametersOnce,
  refusedParameters,
  uuidParameter,
  type RawParameters,
} from '../http/query-parameters.ts';
import type { RuleSet } from '../statement/rules.ts';
import type { DocumentKey, DocumentKind, DocumentScope } from './document-key.ts';

/** A request for one document. */
export interface OneDocument {
  readonly kind: 'one';
  readonly key: DocumentKey;
}

/** A request for all documents of a scope. */
export interface ManyDocuments {
  readonly kind: 'many';
  readonly scope: DocumentScope;
  /** exclusive; null: of any time */
  readonly since: Instant | null;
}

/** What a method may leave out. */
export interface DocumentAsk {
  readonly kind: DocumentKind;
  readonly rules: RuleSet;
  /** Without an id all documents of the scope are meant; `since` may cut them when they are listed. */
  readonly many: 'never' | 'list' | 'delete';
}

/** The parameter that names one document. */
export function idParameterOf(kind: DocumentKind): 'stateId' | 'profileId' {
  return kind === 'state' ? 'stateId' : 'profileId';
}

const name = z.string().min(1, 'Must not be empty.');

/**
 * Reads the parameters of a document resource (xAPI 1.0.3 Communication 2.3, 2.6 and 2.7; IEEE 9274.1.1 4.1.6.2, 4.1.6.5 and
 * 4.1.6.6).
 * @throws Problem 400 with everything that is wrong
 */
export function readDocumentParameters(
  raw: RawParameters,
  { kind, rules, many }: DocumentAsk,
): OneDocument | ManyDocuments {
  const id = many === 'never' ? name : name.optional();
  const schema = z.strictObject({
    ...(kind === 'agent-profile' ? {} : { activityId: iriParameter }),
    ...(kind === 'activity-profile' ? {} : { agent: z.string('Must be an Agent as JSON.') }),
    ...(kind === 'state' ? { registration: uuidParameter.optional() } : {}),
    [idParameterOf(kind)]: id,
    ...(many === 'list' ? { since: momentParameter(rules).optional() } : {}),
  });
  const found = z
    .object({
      activityId: z.string().default(''),
      agent: z.string().optional(),
      registration: z.string().optional(),
      stateId: z.string().optional(),
      profileId: z.string().optional(),
      since: z.custom<Instant>().optional(),
    })
    .parse(acceptedParameters(schema.safeParse(parametersOnce(raw))));
  const context = {
    kind,
    activity: found.activityId,
    agent: found.agent === undefined ? '' : agentKey(found.agent, rules),
  };
  const document = found.stateId ?? found.profileId;
  if (document === undefined)
    return {
      kind: 'many',
      scope: { ...context, registration: found.registration ?? null },
      since: found.since ?? null,
    };
  return { kind: 'one', key: { ...context, registration: found.registration ?? '', id: document } };
}

function agentKey(text: string, rules: RuleSet): string {
  const key = canonicalActor(agentParameter(text, rules));
  if (key !== null) return key;
  throw refusedParameters([{ pointer: 'agent', reason: 'A Group without an identifier has no documents.' }]);
}
