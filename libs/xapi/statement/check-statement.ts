import { checkActivityProperties } from './check-activity.ts';
import { checkActor, checkAuthority, checkProperties } from './check-actor.ts';
import { checkAttachments } from './check-attachments.ts';
import { checkContext, checkStatementRefProperties } from './check-context.ts';
import { checkResult } from './check-result.ts';
import { isStatementVersion } from './formats.ts';
import { Inspection } from './inspection.ts';
import { isObject, type JsonObject } from './json-value.ts';
import type { RuleSet, Violation } from './rules.ts';

/** The reserved verb by which one statement takes back another. */
export const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

/**
 * Every rule that a statement breaks, in the order of its properties; empty when it is valid.
 * One pass, without zod: intake runs this on each statement. `statementSchema` says the same for publishing, and a
 * property test holds the two together.
 */
export function checkStatement(value: unknown, rules: RuleSet): Violation[] {
  const inspection = new Inspection(rules);
  if (isObject(value)) checkStatementProperties(inspection, value, false);
  else inspection.refuse(value, 'type-object');
  return inspection.violations;
}

/** An actor outside a statement, such as the `agent` parameter. */
export function checkActorValue(value: unknown, rules: RuleSet): Violation[] {
  const inspection = new Inspection(rules);
  if (!isObject(value)) inspection.refuse(value, 'type-object');
  else if (value['objectType'] === undefined || value['objectType'] === 'Agent') {
    checkProperties(inspection, value, 'Agent');
  } else if (value['objectType'] === 'Group') checkProperties(inspection, value, 'Group');
  else inspection.refuse(value['objectType'], 'actor-type', 'objectType');
  return inspection.violations;
}

/** A statement, or one inside another; the walk stands on it. */
function checkStatementProperties(inspection: Inspection, statement: JsonObject, inner: boolean): void {
  for (const key in statement) {
    const value = statement[key];
    switch (key) {
      case 'actor':
        checkActor(inspection, value, key);
        break;
      case 'verb':
        checkVerb(inspection, value);
        break;
      case 'object':
        checkObject(inspection, value, inner);
        break;
      case 'result':
        checkResult(inspection, value);
        break;
      case 'context':
        checkContext(inspection, value, isAboutActivity(statement['object']));
        break;
      case 'timestamp':
        inspection.timestamp(value, key);
        break;
      case 'attachments':
        checkAttachments(inspection, value);
        break;
      case 'objectType':
        if (!inner) inspection.unknown(value, key);
        break;
      case 'id':
      case 'stored':
      case 'version':
      case 'authority':
        if (inner) inspection.report('sub-statement-property', key);
        else checkAssigned(inspection, value, key);
        break;
      default:
        inspection.unknown(value, key);
    }
  }
  inspection.required(statement, 'actor');
  inspection.required(statement, 'verb');
  inspection.required(statement, 'object');
  checkVoiding(inspection, statement);
}

function checkAssigned(
  inspection: Inspection,
  value: unknown,
  key: 'id' | 'stored' | 'version' | 'authority',
): void {
  if (key === 'id') inspection.uuid(value, key);
  else if (key === 'stored') inspection.timestamp(value, key);
  else if (key === 'authority') checkAuthority(inspection, value, key);
  else if (typeof value !== 'string' || !isStatementVersion(value, inspection.rules)) {
    inspection.refuse(value, 'version-form', key);
  }
}

function checkVerb(inspection: Inspection, value: unknown): void {
  if (!inspection.object(value, 'verb')) return;
  inspection.enter('verb');
  for (const key in value) {
    if (key === 'id') inspection.iri(value[key], key);
    else if (key === 'display') inspection.languageMap(value[key], key);
    else inspection.unknown(value[key], key);
  }
  inspection.required(value, 'id');
  inspection.leave();
}

function checkObject(inspection: Inspection, value: unknown, inner: boolean): void {
  if (!inspection.object(value, 'object')) return;
  inspection.enter('object');
  const type = value['objectType'];
  switch (type) {
    case undefined:
    case 'Activity':
      checkActivityProperties(inspection, value);
      break;
    case 'Agent':
    case 'Group':
      checkProperties(inspection, value, type);
      break;
    case 'StatementRef':
      checkStatementRefProperties(inspection, value);
      break;
    case 'SubStatement':
      if (inner) inspection.report('sub-statement-nested', 'objectType');
      else checkStatementProperties(inspection, value, true);
      break;
    default:
      inspection.refuse(type, 'object-type', 'objectType');
  }
  inspection.leave();
}

function checkVoiding(inspection: Inspection, statement: JsonObject): void {
  const { verb, object } = statement;
  if (!isObject(verb) || verb['id'] !== VOIDED || !isObject(object)) return;
  if (object['objectType'] !== 'StatementRef') inspection.report('voiding-object', 'object');
}

function isAboutActivity(object: unknown): boolean {
  return isObject(object) && (object['objectType'] === undefined || object['objectType'] === 'Activity');
}
