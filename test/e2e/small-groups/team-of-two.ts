import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettableClock, parseInstant, projectRoot, type Instant } from '#platform';
import { z } from 'zod';
import { startProduct, type TestKey, type TestProduct } from '../../support/product.ts';

export const PROGRAM = 'ai-reskilling-2026';
export const PAIR = ['pia', 'quin'];

interface Learner {
  readonly id: string;
  readonly team: string;
  readonly role: string;
}

/** The pair is alone in its team, and among few in its role. */
const learners: readonly Learner[] = [
  ...PAIR.map((id) => ({ id, team: 'pair', role: 'risk-assessor' })),
  ...team('claims', 14, ['change-champion']),
  ...team('payments', 16, ['change-champion', 'prompt-engineer']),
  ...team('platform', 11, ['change-champion', 'model-operator']),
  ...team('service', 13, ['change-champion', 'risk-assessor']),
];

const modulesOf: Record<string, string[]> = {
  'change-champion': ['ai-literacy', 'guardrails'],
  'prompt-engineer': ['ai-literacy', 'guardrails', 'prompt-patterns', 'prompt-evaluation'],
  'model-operator': ['ai-literacy', 'guardrails', 'monitoring-drift', 'incident-drill'],
  'risk-assessor': ['ai-literacy', 'guardrails', 'risk-tiering', 'control-plans'],
};

/** A product with a program of five teams, one of them of two people, from July to October. */
export class TeamOfTwo {
  private constructor(
    private readonly clock: SettableClock,
    private readonly product: TestProduct,
    /** may read and make reports, but see no people */
    readonly reader: TestKey,
    readonly seer: TestKey,
    readonly lms: TestKey,
    private readonly admin: TestKey,
  ) {}

  static async start(): Promise<TeamOfTwo> {
    const clock = new SettableClock(at('2026-06-20T06:00:00Z'));
    const product = await startProduct({ clock });
    const made = new TeamOfTwo(
      clock,
      product,
      await product.key({ scopes: ['read', 'reports'] }),
      await product.key({ scopes: ['read', 'people'] }),
      await product.key({ scopes: ['ingest'] }),
      await product.key({ scopes: ['admin'] }),
    );
    await made.play();
    return made;
  }

  stop(): Promise<void> {
    return this.product.stop();
  }

  call(key: TestKey, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', key.authorization);
    return fetch(`${this.product.url}${path}`, { ...init, headers });
  }

  private async play(): Promise<void> {
    await this.call(this.admin, `/v1/programs/${PROGRAM}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/yaml' },
      body: readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8'),
    });
    await this.happens('2026-07-02', 'learner.enrolled', learners.map(enrolment));
    await this.happens(
      '2026-07-03',
      'assessment.scored',
      learners.map((one) => score(one, 'pre', 20)),
    );
    await this.finish('2026-07-20', (index) => index % 5 === 1);
    await this.say('2026-07-21', { claims: 3, payments: 12, pair: 5 }, { pair: 5 });
    await this.finish('2026-08-11', (index) => index % 5 === 2);
    // late joiners change the size of a shown team a little
    await this.happens('2026-08-20', 'learner.enrolled', team('late', 2, ['change-champion']).map(joining));
    await this.finish('2026-09-08', (index) => index % 5 === 3 || index === 0);
    await this.say('2026-09-09', { claims: 12, platform: 14 }, { platform: 6 });
    this.clock.advanceTo(at('2026-10-12T06:00:00Z'));
  }

  /** Questions of each team, by its people in turn, some of which are answered. */
  private async say(
    day: string,
    said: Readonly<Record<string, number>>,
    answered: Readonly<Record<string, number>>,
  ): Promise<void> {
    const questions = Object.entries(said).flatMap(([team, count]) =>
      Array.from({ length: count }, (_, index) => ({
        feedback: `${day}-${team}-${index}`,
        kind: 'question',
        ...asker(team, index),
      })),
    );
    await this.happens(day, 'feedback.submitted', questions);
    const answers = Object.entries(answered).flatMap(([team, count]) =>
      Array.from({ length: count }, (_, index) => ({ feedback: `${day}-${team}-${index}` })),
    );
    await this.happens(day, 'feedback.answered', answers);
  }

  private async finish(day: string, done: (index: number) => boolean): Promise<void> {
    const finished = learners.filter((_, index) => done(index));
    await this.happens(day, 'module.completed', finished.flatMap(completions));
    await this.happens(
      day,
      'assessment.scored',
      finished.map((one) => score(one, 'post', 30)),
    );
  }

  private async happens(day: string, type: string, data: readonly object[]): Promise<void> {
    this.clock.advanceTo(at(`${day}T10:00:00Z`));
    const events = data.map((own, index) => ({
      specversion: '1.0',
      source: 'urn:lms',
      id: `${type}-${day}-${index}`,
      type: `plumbline.${type}`,
      time: `${day}T08:00:00Z`,
      data: { program: PROGRAM, ...own },
    }));
    const response = await this.call(this.lms, '/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
    const { accepted } = z.object({ accepted: z.number() }).parse(await response.json());
    assert.deepEqual([response.status, accepted], [200, events.length]);
  }
}

function team(name: string, size: number, roles: readonly string[]): Learner[] {
  return Array.from({ length: size }, (_, index) => ({
    id: `${name}-${index}`,
    team: name,
    role: roles[index % roles.length] ?? 'change-champion',
  }));
}

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new RangeError(text);
  return instant;
}

function asker(team: string, index: number) {
  const own = learners.filter((one) => one.team === team);
  return { team, learner: own[index % own.length]?.id };
}

const enrolment = ({ id, team, role }: Learner) => ({ learner: id, cohort: 'summer-2026', team, role });
const joining = (one: Learner) => enrolment({ ...one, team: 'claims' });
const completions = ({ id, role }: Learner) =>
  (modulesOf[role] ?? []).map((module) => ({ learner: id, module, success: true }));
const score = ({ id }: Learner, phase: string, raw: number) => ({
  learner: id,
  assessment: 'skills-check',
  phase,
  form: 'form-a',
  raw: raw + (id.length % 7),
});
