import { plusMinutes } from '../calendar.ts';
import type { Identity } from '../ledger/ledger.ts';
import type { Random } from '../random.ts';
import type { Message, Telling } from './message.ts';
import type { Saying } from './statement.ts';
import { lasting, statementMessage } from './statement.ts';

const category = {
  cmi5: { id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' },
  moveOn: { id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' },
};
const extension = (name: string) => `https://w3id.org/xapi/cmi5/context/extensions/${name}`;

/** One launch of an assignable unit or a word about a course. `publisher` ids stand in grouping; the object id is the LMS's own. */
export interface Cmi5 {
  readonly actor: Identity;
  readonly publisher: readonly string[];
  /** Names the LMS's object and the registration. */
  readonly registration: string;
}

/** launched, initialized, what the unit said, terminated: one session in the order that cmi5 asks for; `at` ends it. */
export function session(
  random: Random,
  telling: Telling,
  unit: Cmi5,
  said: readonly ('completed' | 'passed')[],
): Message[] {
  const launch = random.fork(`session/${telling.about}`).uuid();
  const step = (verb: Saying['verb'], minutes: number, extra: Partial<Saying> = {}) =>
    cmi5Statement(random, telling, unit, verb, minutes, launch, extra);
  const steps = [
    step('launched', -47, {
      context: {
        extensions: {
          [extension('launchmode')]: 'Normal',
          [extension('launchurl')]: 'https://content.example.org/start',
          [extension('moveon')]: 'CompletedOrPassed',
          [extension('masteryscore')]: 0.8,
        },
      },
    }),
    step('initialized', -45),
    ...said.map((verb, index) =>
      step(verb, index + 1 - said.length, {
        result:
          verb === 'completed'
            ? { completion: true, duration: lasting(45) }
            : { success: true, score: { scaled: 0.86 }, duration: lasting(45) },
      }),
    ),
    step('terminated', 1, { result: { duration: lasting(46) } }),
  ];
  return steps;
}

/** The LMS says that a course or block is satisfied, or that a unit is waived. */
export function lmsSays(random: Random, telling: Telling, unit: Cmi5, verb: 'satisfied' | 'waived'): Message {
  const launch = random.fork(`session/${telling.about}`).uuid();
  return cmi5Statement(random, telling, unit, verb, 0, launch, {
    result:
      verb === 'satisfied'
        ? {}
        : {
            success: true,
            completion: true,
            extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/reason': 'Administrative' },
          },
  });
}

function cmi5Statement(
  random: Random,
  telling: Telling,
  unit: Cmi5,
  verb: Saying['verb'],
  minutes: number,
  launch: string,
  extra: Partial<Saying>,
): Message {
  const moves = ['completed', 'passed', 'waived'].includes(verb);
  const { result } = extra;
  const extensions = extra.context?.['extensions'];
  return statementMessage(
    random,
    { ...telling, about: `${telling.about}/${verb}`, at: plusMinutes(telling.at, minutes) },
    'xapi-1.0.3',
    {
      actor: unit.actor,
      verb,
      object: {
        objectType: 'Activity',
        id: `https://lms.example.org/cmi5/${random.fork(`object/${unit.publisher[0]}`).uuid()}`,
        definition: {
          type: `https://w3id.org/xapi/cmi5/activitytype/${verb === 'satisfied' ? 'course' : 'assignableunit'}`,
        },
      },
      ...(result === undefined || Object.keys(result).length === 0 ? {} : { result }),
      context: {
        registration: random.fork(`registration/${unit.registration}`).uuid(),
        contextActivities: {
          category: moves ? [category.cmi5, category.moveOn] : [category.cmi5],
          grouping: unit.publisher.map((id) => ({ objectType: 'Activity', id })),
        },
        extensions: {
          [extension('sessionid')]: launch,
          ...(typeof extensions === 'object' ? extensions : {}),
        },
      },
    },
  );
}
