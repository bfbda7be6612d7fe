import { createHash } from 'node:crypto';
import type { Instant } from '#platform';
import { moment, nightlySync, onOwnDay } from '../calendar.ts';
import type { Random } from '../random.ts';
import type { Role } from '../plan.ts';
import { programStart, roles, teams } from '../plan.ts';
import type { ExclusionReason, Identity, Known, LedgerLearner, Shape } from './ledger.ts';

/** `at`, told with the next evening's sync. */
export function known(at: Instant): Known {
  return { at, told: nightlySync(at) };
}

/**
 * 14 of 120 learners are enrolled without a role, so that ten and more stay without one and their row may be shown; the
 * others share the four roles evenly.
 */
export function makeLearners(random: Random, size: number): LedgerLearner[] {
  const roleless = Math.round((size * 14) / 120);
  return Array.from({ length: size }, (_, index) => {
    const role = index < size - roleless ? (roles[index % roles.length] ?? null) : null;
    const place = role === null ? index - (size - roleless) : Math.floor(index / roles.length);
    const shape = role === null ? rolelessShape(place) : shapeOf(role, place % 28);
    return makeLearner(random.fork(`learner/${index}`), index, role, place, shape);
  });
}

const exclusionReasons: Record<Role, ExclusionReason> = {
  'model-operator': 'left-company',
  'prompt-engineer': 'role-out-of-scope',
  'risk-assessor': 'duplicate-identity',
  'change-champion': 'long-leave',
};

const rolelessShape = (place: number): Shape => (place % 14 < 2 ? 'role-told-later' : 'unknown-role');

/** The traps of each 28 learners of a role; the order is that of the rows of {@link shapes}. */
const shapes: readonly Record<Role, Shape>[] = [
  all('excluded'),
  { ...all('regular'), 'model-operator': 'excluded' },
  { ...all('withdrawn'), 'change-champion': 'withdrawn-complete' },
  all('regular'),
  all('regular'),
  { ...all('late-finisher'), 'risk-assessor': 'course-not-satisfied' },
  { ...all('regular'), 'model-operator': 'prior-counts', 'prompt-engineer': 'prior-counts' },
  { ...all('prior-only'), 'prompt-engineer': 'prior-repeated', 'change-champion': 'prior-repeated' },
  { ...all('other-form'), 'prompt-engineer': 'late-post', 'change-champion': 'late-pre' },
  { ...all('moved'), 'prompt-engineer': 'moved-unfinished', 'change-champion': 'moved-after' },
  { ...all('regular'), 'risk-assessor': 'there-and-back' },
  all('two-identities'),
  { ...all('regular'), 'prompt-engineer': 'known-later' },
  { ...all('regular'), 'prompt-engineer': 'last-hour' },
  { ...all('regular'), 'prompt-engineer': 'waived', 'risk-assessor': 'waived' },
  all('regular'),
  all('regular'),
  all('two-attempts'),
];

function all(shape: Shape): Record<Role, Shape> {
  return {
    'model-operator': shape,
    'prompt-engineer': shape,
    'risk-assessor': shape,
    'change-champion': shape,
  };
}

function shapeOf(role: Role, place: number): Shape {
  return shapes[place]?.[role] ?? 'regular';
}

function makeLearner(
  random: Random,
  index: number,
  role: Role | null,
  place: number,
  shape: Shape,
): LedgerLearner {
  const enrolledAt = enrolment(random, shape, place % 28);
  const excludedAt = onOwnDay(enrolledAt, place % 28 === 0 ? 40 : 77, 600);
  return {
    id: `L-${String(index + 1).padStart(4, '0')}`,
    shape,
    place,
    team: random.pick(teams),
    enrolled: { ...known(enrolledAt), role },
    roleChanges: roleChanges(shape, role, place),
    withdrawn: shape.startsWith('withdrawn') ? known(onOwnDay(enrolledAt, 68, 570)) : null,
    excluded:
      shape === 'excluded' && role !== null
        ? { ...known(excludedAt), reason: exclusionReasons[role], approver: 'Tomasz Wolski' }
        : null,
    identities: identitiesOf(index, enrolledAt, shape),
  };
}

/** Late joiners come from 6 to 20 July; one joins half an hour after midnight in Berlin, still the day before in UTC. */
function enrolment(random: Random, shape: Shape, place: number): Instant {
  if (shape === 'last-hour') return moment('2026-07-05T22:30:00Z');
  if (place !== 3 && place !== 4) return programStart;
  if (shape !== 'regular') return programStart;
  const day = place === 3 ? 20 : random.between(6, 19);
  return moment(`2026-07-${String(day).padStart(2, '0')}T07:00:00Z`);
}

function roleChanges(shape: Shape, role: Role | null, place: number): LedgerLearner['roleChanges'] {
  const change = (date: string, to: Role) => ({ ...known(moment(`${date}T09:00:00Z`)), role: to });
  if (shape === 'moved' && role === 'model-operator') return [change('2026-08-20', 'prompt-engineer')];
  if (shape === 'moved') return [change('2026-08-25', 'change-champion')];
  if (shape === 'moved-unfinished') return [change('2026-09-10', 'risk-assessor')];
  if (shape === 'moved-after') return [change('2026-10-20', 'model-operator')];
  if (shape === 'there-and-back')
    return [change('2026-08-03', 'model-operator'), change('2026-08-17', 'risk-assessor')];
  if (shape === 'role-told-later')
    return [change('2026-07-24', place % 2 === 0 ? 'model-operator' : 'prompt-engineer')];
  return [];
}

/** The way a learner's system names its people goes round the four that xAPI has; cmi5 always speaks with an account. */
function identitiesOf(index: number, enrolledAt: Instant, shape: Shape): LedgerLearner['identities'] {
  const name = `u${1001 + index}`;
  const mbox = `mailto:${name}@example.org`;
  const account: Identity = { account: { homePage: 'https://lms.example.org', name } };
  const ways: readonly Identity[] = [
    { mbox },
    { mbox_sha1sum: createHash('sha1').update(mbox).digest('hex') },
    { openid: `https://id.example.org/${name}` },
    { account: { homePage: 'https://moodle.example.org', name: String(4001 + index) } },
  ];
  const first = shape === 'known-later' ? { mbox } : (ways[Math.floor(index / 4) % ways.length] ?? { mbox });
  const at = known(enrolledAt);
  const identities = [
    { ...at, identity: first },
    { ...at, identity: account },
  ];
  if (shape !== 'two-identities') return identities;
  return [...identities, { ...at, identity: { mbox: `mailto:${name}.private@example.net` } }];
}
