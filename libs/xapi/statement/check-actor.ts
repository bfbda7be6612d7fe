import { isMailbox, isSha1 } from './formats.ts';
import type { Inspection } from './inspection.ts';
import type { JsonObject } from './json-value.ts';

export type ActorType = 'Agent' | 'Group';

/** An Agent or a Group; without an objectType it is an Agent. */
export function checkActor(inspection: Inspection, value: unknown, key: PropertyKey): void {
  if (!inspection.object(value, key)) return;
  inspection.enter(key);
  const type = value['objectType'];
  if (type === undefined || type === 'Agent') checkProperties(inspection, value, 'Agent');
  else if (type === 'Group') checkProperties(inspection, value, 'Group');
  else inspection.refuse(type, 'actor-type', 'objectType');
  inspection.leave();
}

/** An Agent where a Group may not stand: `rule` says which place it is. */
export function checkAgent(
  inspection: Inspection,
  value: unknown,
  key: PropertyKey,
  rule: 'agent-type' | 'member-agent' = 'agent-type',
): void {
  if (!inspection.object(value, key)) return;
  inspection.enter(key);
  const type = value['objectType'];
  if (type === undefined || type === 'Agent') checkProperties(inspection, value, 'Agent');
  else inspection.refuse(type, rule, 'objectType');
  inspection.leave();
}

/** A Group, which must say so. */
export function checkGroup(inspection: Inspection, value: unknown, key: PropertyKey): void {
  if (!inspection.object(value, key)) return;
  inspection.enter(key);
  const type = value['objectType'];
  if (type === 'Group') checkProperties(inspection, value, 'Group');
  else inspection.refuse(type, 'context-team', 'objectType');
  inspection.leave();
}

/** xAPI 1.0.3 Data 2.4.9: an Agent, or (three-legged OAuth) the consumer and the user as a nameless pair. */
export function checkAuthority(inspection: Inspection, value: unknown, key: PropertyKey): void {
  checkActor(inspection, value, key);
  if (typeof value !== 'object' || value === null || !('objectType' in value) || value.objectType !== 'Group')
    return;
  const members = 'member' in value ? value.member : undefined;
  const identified = 'mbox' in value || 'mbox_sha1sum' in value || 'openid' in value || 'account' in value;
  if (identified || !Array.isArray(members) || members.length !== 2) inspection.report('authority-pair', key);
}

/** Properties of an actor whose type is known; the walk stands on the actor. */
export function checkProperties(inspection: Inspection, actor: JsonObject, type: ActorType): void {
  let identifiers = 0;
  for (const key in actor) {
    const value = actor[key];
    switch (key) {
      case 'objectType':
        break;
      case 'name':
        inspection.string(value, key);
        break;
      case 'mbox':
        identifiers += 1;
        inspection.formatted(value, key, 'mbox-form', isMailbox);
        break;
      case 'mbox_sha1sum':
        identifiers += 1;
        inspection.formatted(value, key, 'sha1-form', isSha1);
        break;
      case 'openid':
        identifiers += 1;
        inspection.iri(value, key);
        break;
      case 'account':
        identifiers += 1;
        checkAccount(inspection, value);
        break;
      case 'member':
        if (type === 'Group') checkMembers(inspection, value);
        else inspection.unknown(value, key);
        break;
      default:
        inspection.unknown(value, key);
    }
  }
  if (identifiers > 1 || (identifiers === 0 && type === 'Agent')) inspection.report('one-identifier');
  else if (identifiers === 0) {
    const members = actor['member'];
    if (members === undefined || (Array.isArray(members) && members.length === 0)) {
      inspection.report('anonymous-group-members');
    }
  }
}

function checkMembers(inspection: Inspection, value: unknown): void {
  if (!inspection.array(value, 'member')) return;
  inspection.enter('member');
  for (let index = 0; index < value.length; index++)
    checkAgent(inspection, value[index], index, 'member-agent');
  inspection.leave();
}

function checkAccount(inspection: Inspection, value: unknown): void {
  if (!inspection.object(value, 'account')) return;
  inspection.enter('account');
  for (const key in value) {
    if (key === 'homePage') inspection.iri(value[key], key);
    else if (key === 'name') inspection.string(value[key], key);
    else inspection.unknown(value[key], key);
  }
  inspection.required(value, 'homePage');
  inspection.required(value, 'name');
  inspection.leave();
}
