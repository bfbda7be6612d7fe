import type { Instant } from '#platform';
import { instantFromMillis, instantToMillis } from '#platform';
import { asSent } from './calendar.ts';
import type { JsonObject, KeyName } from './push/message.ts';
import type { PushRequest } from './push/pack.ts';
import { Random } from './random.ts';
import { programStart, roles, teams } from './plan.ts';

export interface LoadOptions {
  readonly seed: string | number;
  /** How many statements and events in all; endless when absent. */
  readonly events?: number;
  /** Programs `load-1` … that tools send events for; each eleventh request is theirs. None when 0. */
  readonly programs?: number;
  /** Learners of each program. */
  readonly learners?: number;
  /** Statements or events in a request. */
  readonly batch?: number;
}

export interface Load {
  readonly key: KeyName;
  readonly request: PushRequest;
}

/**
 * Requests without end, for benchmarks: first the enrolments of each program, then statements of about 1 KB in batches,
 * as a course player writes them, and for the programs their reviews, incidents and cases. Every id is new; time goes on
 * by seconds and starts anew after 120 days, so any length of load lies within the program.
 */
export function* generateLoad(options: LoadOptions): Generator<Load, void, undefined> {
  const { seed, events = Infinity, programs = 1, learners = 120, batch = 100 } = options;
  const random = new Random(`load/${seed}`);
  const ids = Array.from({ length: programs }, (_, index) => `load-${index + 1}`);
  let left = events;
  for (const program of ids)
    for (let from = 0; from < learners && left > 0; from += batch) {
      const count = Math.min(batch, learners - from, left);
      left -= count;
      yield tools(Array.from({ length: count }, (_, place) => enrolment(random, program, from + place)));
    }
  for (let turn = 0; left > 0; turn += 1) {
    const count = Math.min(batch, left);
    left -= count;
    const places = Array.from({ length: count }, (_, place) => turn * batch + place);
    const forTools = programs > 0 && turn % 11 === 10;
    yield forTools
      ? tools(places.map((place) => toolEvent(random, random.pick(ids), place)))
      : {
          key: 'lms',
          request: {
            kind: 'xapi',
            version: '1.0.3',
            statements: places.map((place) => statement(random, Math.max(programs, 1), learners, place)),
          },
        };
  }
}

function tools(events: readonly JsonObject[]): Load {
  return { key: 'tools', request: { kind: 'events', mode: 'batch', events } };
}

const DAYS_120 = 120 * 86_400;

function clock(place: number): Instant {
  return instantFromMillis(instantToMillis(programStart) + ((place * 7) % DAYS_120) * 1000);
}

const account = (learner: number) => ({
  account: { homePage: 'https://lms.example.org', name: `load-${learner}` },
});

function enrolment(random: Random, program: string, place: number): JsonObject {
  const learner = Number(program.slice(5)) * 1_000_000 + place;
  return cloudEvent(random, 'hr.example.org/people', 'learner.enrolled', programStart, `L-${learner}`, {
    program,
    learner: `L-${learner}`,
    cohort: 'summer-2026',
    role: random.pick(roles),
    team: random.pick(teams),
    identities: [account(learner)],
  });
}

const words = ['completed', 'passed', 'scored', 'answered', 'experienced', 'initialized', 'progressed'];

/** A page, a question or a whole course, as a course player reports it. */
function statement(random: Random, programs: number, learners: number, place: number): JsonObject {
  const verb = words[random.between(0, words.length - 1)] ?? 'experienced';
  const course = random.between(1, 40);
  const site = 'https://lms.example.org';
  const learner = random.between(1, programs) * 1_000_000 + random.between(0, learners - 1);
  const marked = verb === 'passed' || verb === 'scored' || verb === 'answered';
  const raw = random.between(0, 50);
  return {
    id: random.uuid(),
    timestamp: asSent(clock(place)),
    actor: { objectType: 'Agent', name: `Learner ${learner}`, ...account(learner) },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'en-US': verb } },
    object: {
      objectType: 'Activity',
      id: `${site}/course/load-${course}${verb === 'completed' ? '' : `/unit/${random.between(1, 30)}`}`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/lesson',
        name: { 'en-US': `Working with models, lesson ${course}` },
        description: { 'en-US': 'Reading, a short exercise, and three questions on what was read.' },
      },
    },
    result: {
      duration: `PT${random.between(1, 59)}M${random.between(0, 59)}S`,
      ...(verb === 'completed' ? { completion: true } : {}),
      ...(marked
        ? { success: raw > 20 || verb === 'passed', score: { scaled: raw / 50, raw, min: 0, max: 50 } }
        : {}),
    },
    context: {
      registration: random.uuid(),
      platform: 'Course player 5',
      language: 'en-US',
      contextActivities: {
        parent: [{ id: `${site}/course/load-${course}`, objectType: 'Activity' }],
        grouping: [{ id: `${site}/site`, objectType: 'Activity' }],
        category: [{ id: 'https://profile.example.org/player', objectType: 'Activity' }],
      },
      extensions: { 'https://profile.example.org/extensions/session': random.uuid() },
    },
  };
}

/** In turn a review, two steps of an incident, or a step of a case. */
function toolEvent(random: Random, program: string, place: number): JsonObject {
  const at = clock(place);
  const team = random.pick(teams);
  const mark = () => random.between(2, 5);
  const [incident, useCase] = [`${program}/inc-${Math.floor(place / 6)}`, `${program}/uc-${place}`];
  const turn = place % 6;
  if (turn === 0)
    return cloudEvent(random, 'tools.example.org/incidents', 'incident.opened', at, incident, {
      program,
      incident,
      severity: random.pick(['sev1', 'sev2', 'sev3']),
      team,
      startedAt: asSent(at),
      timePrecision: 'exact',
    });
  if (turn === 1 || turn === 2) {
    const type = turn === 1 ? 'incident.detected' : 'incident.mitigated';
    return cloudEvent(random, 'tools.example.org/incidents', type, at, incident, { program, incident });
  }
  if (turn === 3)
    return cloudEvent(random, 'tools.example.org/register', 'use-case.registered', at, useCase, {
      program,
      useCase,
      version: '1',
      tier: random.pick(['minimal', 'limited', 'high']),
      owner: 'Nadia Brandt',
      team,
    });
  const prompt = `p-${random.between(1, 40)}`;
  return cloudEvent(random, 'tools.example.org/prompts', 'prompt.reviewed', at, prompt, {
    program,
    prompt,
    version: '1',
    item: `${prompt}/i-${random.between(1, 6)}`,
    run: `run-${place}`,
    reviewer: `reviewer-${random.between(1, 9)}`,
    rubricVersion: '2',
    criteria: {
      clarity: mark(),
      grounding: mark(),
      safety: mark(),
      completeness: mark(),
      formatCompliance: mark(),
    },
    team,
  });
}

function cloudEvent(
  random: Random,
  source: string,
  type: string,
  at: Instant,
  subject: string,
  data: JsonObject,
): JsonObject {
  return {
    specversion: '1.0',
    id: random.uuid(),
    source: `https://${source}`,
    type: `plumbline.${type}`,
    subject,
    time: asSent(at),
    datacontenttype: 'application/json',
    data,
  };
}
