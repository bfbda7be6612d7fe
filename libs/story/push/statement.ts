import type { Instant } from '#platform';
import { asSent } from '../calendar.ts';
import type { Identity } from '../ledger/ledger.ts';
import type { Random } from '../random.ts';
import type { JsonObject, Message, Telling, Wire } from './message.ts';

const adl = (name: string) => ({ id: `http://adlnet.gov/expapi/verbs/${name}`, display: { 'en-US': name } });
const adlProfile = (name: string) => ({
  id: `https://w3id.org/xapi/adl/verbs/${name}`,
  display: { 'en-US': name },
});

export const verbs = {
  completed: adl('completed'),
  passed: adl('passed'),
  failed: adl('failed'),
  scored: adl('scored'),
  exited: adl('exited'),
  launched: adl('launched'),
  initialized: adl('initialized'),
  terminated: adl('terminated'),
  voided: adl('voided'),
  satisfied: adlProfile('satisfied'),
  waived: adlProfile('waived'),
};

export interface Saying {
  readonly actor: Identity;
  readonly verb: keyof typeof verbs;
  readonly object: JsonObject;
  readonly result?: JsonObject;
  readonly context?: JsonObject;
}

/** A statement of the learning system; its id comes from what it is about. */
export function statementMessage(random: Random, telling: Telling, wire: Wire, saying: Saying): Message {
  return {
    ...telling,
    key: 'lms',
    wire,
    body: {
      id: random.fork(`id/${telling.about}`).uuid(),
      timestamp: asSent(telling.at),
      actor: { objectType: 'Agent', ...saying.actor },
      verb: verbs[saying.verb],
      object: saying.object,
      ...(saying.result === undefined ? {} : { result: saying.result }),
      ...(saying.context === undefined ? {} : { context: saying.context }),
    },
  };
}

/** A plain statement of any authoring tool: an activity, a verb, a result. */
export function plain(
  random: Random,
  telling: Telling,
  actor: Identity,
  verb: Saying['verb'],
  activity: string,
  result?: JsonObject,
): Message {
  return statementMessage(random, telling, 'xapi-2.0.0', {
    actor,
    verb,
    object: {
      objectType: 'Activity',
      id: activity,
      definition: { type: 'http://adlnet.gov/expapi/activities/course', name: { en: title(activity) } },
    },
    ...(result === undefined ? {} : { result }),
  });
}

/** The shape of Moodle's Logstore xAPI plugin: site in grouping, Moodle in category, the log row in an extension. */
export function moodle(
  random: Random,
  telling: Telling,
  actor: Identity,
  verb: Saying['verb'],
  activity: string,
  result: JsonObject,
): Message {
  return statementMessage(random, telling, 'xapi-1.0.3', {
    actor,
    verb,
    object: {
      id: activity,
      definition: {
        type: 'http://id.tincanapi.com/activitytype/lms/course',
        name: { en: title(activity) },
        extensions: {
          'https://w3id.org/learning-analytics/learning-management-system/external-id': activity,
        },
      },
    },
    result,
    context: {
      platform: 'Moodle',
      language: 'en',
      extensions: {
        'http://lrs.learninglocker.net/define/extensions/info': {
          'http://moodle.org': '4.5.1 (Build: 20260110)',
          'https://github.com/xAPI-vle/moodle-logstore_xapi': '4.8.1',
          event_name: '\\core\\event\\course_completed',
          event_function: '\\src\\transformer\\events\\core\\course_completed',
        },
      },
      contextActivities: {
        grouping: [
          {
            id: 'https://moodle.example.org',
            definition: { type: 'http://id.tincanapi.com/activitytype/lms', name: { en: 'Academy' } },
          },
        ],
        category: [
          {
            id: 'http://moodle.org',
            definition: { type: 'http://id.tincanapi.com/activitytype/source', name: { en: 'Moodle' } },
          },
        ],
      },
    },
  });
}

/** An xAPI voiding statement of the learning system for a statement id. */
export function voidingStatement(random: Random, telling: Telling, target: string): Message {
  return statementMessage(random, telling, 'xapi-1.0.3', {
    actor: { account: { homePage: 'https://lms.example.org', name: 'registrar' } },
    verb: 'voided',
    object: { objectType: 'StatementRef', id: target },
  });
}

/** An ISO 8601 duration of whole minutes. */
export function lasting(minutes: number): string {
  return `PT${minutes}M`;
}

export function telling(about: string, at: Instant, sent: Instant): Telling {
  return { about, at, sent };
}

function title(activity: string): string {
  return activity.split('/').slice(4).join(' ').replaceAll('-', ' ');
}
