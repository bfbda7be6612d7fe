import type { Instant } from '#platform';
import { moment, nightlySync, onOwnDay, plusMinutes } from '../calendar.ts';
import type { Incident, Ledger, LedgerLearner } from '../ledger/ledger.ts';
import { known } from '../ledger/learners.ts';
import { moduleOf } from '../plan.ts';
import type { KeyName, Message } from '../push/message.ts';
import { eventMessage, idOf } from '../push/message.ts';
import { moodle, telling, voidingStatement } from '../push/statement.ts';
import { identityAt, tellScore } from '../push/tell-learning.ts';
import { tellIncident } from '../push/tell-tools.ts';
import type { Random } from '../random.ts';
import type { Dirt } from './dirt.ts';

/** What was wrong and is taken back the next evening, by the same sender or by an administrator. */
export const voids: Dirt<'voids'> = {
  name: 'voids',
  sentence:
    'A pass, marks, a false alarm and a re-tier are voided; a reader that ignores voids counts what never was.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...ledger.learners
      .filter(({ shape, enrolled }) => shape === 'late-finisher' && enrolled.role === 'change-champion')
      .flatMap((learner) => wrongPass(random, learner)),
    ...ledger.learners
      .filter(
        ({ shape, place, enrolled }) => shape === 'regular' && place % 28 === 22 && enrolled.role !== null,
      )
      .flatMap((learner) => wrongMark(random, learner)),
    ...falseAlarm(random),
    ...wrongTier(random, ledger),
  ],
};

function wrongPass(random: Random, learner: LedgerLearner): Message[] {
  const at = onOwnDay(learner.enrolled.at, 43, 660);
  const pass = moodle(
    random,
    telling(`wrong/${learner.id}/guardrails`, at, nightlySync(at)),
    identityAt(learner, 0),
    'passed',
    moduleOf('guardrails').activity,
    { success: true, completion: true },
  );
  const takenBack = plusMinutes(pass.sent, 1440);
  return [pass, voidingStatement(random, telling(`void/${learner.id}`, takenBack, takenBack), idOf(pass))];
}

function wrongMark(random: Random, learner: LedgerLearner): Message[] {
  const wrong = {
    ...known(onOwnDay(learner.enrolled.at, 65, 700)),
    learner: learner.id,
    phase: 'post' as const,
    form: 'form-a' as const,
    percent: 100,
    as: 0,
  };
  const marks = [
    tellScore(random, learner, { ...wrong, via: 'event' }, 'wrong-event'),
    tellScore(random, learner, { ...wrong, via: 'statement' }, 'wrong-statement'),
  ];
  return marks.flatMap((mark) => {
    const takenBack = plusMinutes(mark.sent, 1440);
    return [
      mark,
      mark.wire === 'events'
        ? voidOf(random, mark, takenBack, 'tools')
        : voidingStatement(random, telling(`void/${mark.about}`, takenBack, takenBack), idOf(mark)),
    ];
  });
}

function falseAlarm(random: Random): Message[] {
  const at = (time: string) => known(moment(`2026-09-08T${time}:00Z`));
  const alarm: Incident = {
    id: 'inc-false',
    model: 'claims-triage',
    severity: 'sev2',
    team: 'claims',
    drill: false,
    startedAt: moment('2026-09-08T07:00:00Z'),
    opened: at('07:30'),
    detected: at('07:31'),
    acknowledged: null,
    mitigated: at('15:10'),
    resolved: null,
  };
  return tellIncident(random, alarm).flatMap((message) => [
    message,
    voidOf(random, message, plusMinutes(message.sent, 1440), 'tools'),
  ]);
}

/** Entered by the register, taken back by an administrator. */
function wrongTier(random: Random, ledger: Ledger): Message[] {
  const covered = ledger.useCases.find((useCase) => useCase.shape === 'covered');
  if (covered === undefined) return [];
  const at = moment('2026-10-06T10:00:00Z');
  const wrong = eventMessage(
    random,
    telling(`wrong/${covered.id}/re-tiered`, at, nightlySync(at)),
    'tools',
    'tools.example.org/register',
    'use-case.re-tiered',
    covered.id,
    { useCase: covered.id, tier: 'limited', reason: 'wrong row' },
  );
  return [wrong, voidOf(random, wrong, plusMinutes(wrong.sent, 1440), 'admin')];
}

/** `event.voided` from the source of its target, or from the administration's own. */
function voidOf(random: Random, target: Message, at: Instant, key: KeyName): Message {
  const source = String(target.body['source']);
  return eventMessage(
    random,
    telling(`void/${target.about}`, at, at),
    key,
    key === 'admin' ? 'admin.example.org/corrections' : source.replace('https://', ''),
    'event.voided',
    idOf(target),
    { source, id: idOf(target), reason: 'entered by mistake' },
  );
}
