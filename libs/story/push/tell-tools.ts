import { asSent } from '../calendar.ts';
import type { Incident, Known, LedgerLearner, PromptVersion, Review, UseCase } from '../ledger/ledger.ts';
import { cohortId, programId } from '../plan.ts';
import type { Random } from '../random.ts';
import type { JsonObject, Message } from './message.ts';
import { eventMessage } from './message.ts';
import { telling } from './statement.ts';
import { sentAt } from './tell-learning.ts';

const sources = {
  people: 'hr.example.org/people',
  exclusions: 'hr.example.org/exclusions',
  prompts: 'tools.example.org/prompts',
  incidents: 'tools.example.org/incidents',
  register: 'tools.example.org/register',
};

/** Enrolment and what came after; an identity told with the enrolment stands in it, a later one is an event of its own. */
export function tellLearner(random: Random, learner: LedgerLearner): Message[] {
  const { id, enrolled } = learner;
  const tell = (known: Known, name: string, data: JsonObject, step = name) =>
    eventMessage(
      random,
      telling(`learner/${id}/${step}`, known.at, sentAt(known)),
      name === 'excluded' ? 'admin' : 'hr',
      name === 'excluded' ? sources.exclusions : sources.people,
      `learner.${name}`,
      id,
      { ...(name === 'identified' ? {} : { program: programId }), learner: id, ...data },
    );
  const atOnce = learner.identities.filter((one, place) => place < 2 && one.told === enrolled.told);
  const later = learner.identities.filter((one) => !atOnce.includes(one));
  return [
    tell(enrolled, 'enrolled', {
      cohort: cohortId,
      ...(enrolled.role === null ? {} : { role: enrolled.role }),
      team: learner.team,
      identities: [...atOnce.map((one) => one.identity), { hr: `hr-${id}` }],
    }),
    ...later.map((one, place) =>
      tell(one, 'identified', { identity: one.identity, action: 'added' }, `identified/${place}`),
    ),
    ...learner.roleChanges.map((change, place) =>
      tell(change, 'role-changed', { role: change.role }, `role-changed/${place}`),
    ),
    ...(learner.withdrawn === null ? [] : [tell(learner.withdrawn, 'withdrawn', { reason: 'workload' })]),
    ...(learner.excluded === null
      ? []
      : [
          tell(learner.excluded, 'excluded', {
            reason: learner.excluded.reason,
            approver: learner.excluded.approver,
          }),
        ]),
  ];
}

export function tellPrompt(random: Random, prompt: PromptVersion): Message {
  const about = `prompt/${prompt.prompt}/${prompt.version}`;
  return eventMessage(
    random,
    telling(about, prompt.at, sentAt(prompt)),
    'tools',
    sources.prompts,
    'prompt.registered',
    prompt.prompt,
    {
      prompt: prompt.prompt,
      version: prompt.version,
      owner: prompt.owner,
      team: prompt.team,
      policyClass: 'internal',
      sensitivity: 'low',
    },
  );
}

export function tellReview(random: Random, review: Review): Message {
  const { prompt, version, item, run, reviewer, rubricVersion, calibration, team, criteria } = review;
  const said = { prompt, version, item, run, reviewer, rubricVersion, calibration, team };
  const lowest = Math.min(...Object.values(criteria));
  return eventMessage(
    random,
    telling(
      ['review', prompt, version, item, run, reviewer, rubricVersion].join('/'),
      review.at,
      sentAt(review),
    ),
    'tools',
    sources.prompts,
    'prompt.reviewed',
    prompt,
    { ...said, criteria, outcome: lowest >= 4 ? 'accepted' : lowest >= 3 ? 'revise' : 'rejected' },
  );
}

export function tellIncident(random: Random, incident: Incident): Message[] {
  const { id } = incident;
  const tell = (step: string, known: Known | null, data: JsonObject = {}) =>
    known === null
      ? []
      : [
          eventMessage(
            random,
            telling(`incident/${id}/${step}`, known.at, sentAt(known)),
            'tools',
            sources.incidents,
            `incident.${step}`,
            id,
            { incident: id, ...data },
          ),
        ];
  return [
    ...tell('opened', incident.opened, {
      model: incident.model,
      severity: incident.severity,
      team: incident.team,
      drill: incident.drill,
      startedAt: incident.startedAt === null ? null : asSent(incident.startedAt),
      timePrecision: incident.startedAt === null ? 'unknown' : 'exact',
    }).map(incident.severity === 'sev1' ? alone('structured') : (message) => message),
    ...tell('detected', incident.detected, { timePrecision: 'exact' }),
    ...tell('acknowledged', incident.acknowledged),
    ...tell('mitigated', incident.mitigated, { timePrecision: 'exact' }),
    ...tell('resolved', incident.resolved, { notesScore: incident.resolved?.notesScore }),
  ];
}

export function tellUseCase(random: Random, useCase: UseCase): Message[] {
  const { id } = useCase;
  const tell = (known: Known | null, type: string, step: string, data: JsonObject = {}) =>
    known === null
      ? []
      : [
          eventMessage(
            random,
            telling(`case/${id}/${step}`, known.at, sentAt(known)),
            'tools',
            sources.register,
            type,
            id,
            { useCase: id, ...data },
          ),
        ];
  return [
    ...tell(useCase.registered, 'use-case.registered', 'registered', {
      version: useCase.registered.version,
      tier: useCase.registered.tier,
      owner: useCase.owner,
      title: useCase.title,
      team: useCase.team,
      sensitivity: 'medium',
    }),
    ...useCase.changes.flatMap((one, place) =>
      tell(one, 'use-case.changed', `changed/${place}`, { version: one.version, owner: one.owner }),
    ),
    ...useCase.retiers.flatMap((one, place) =>
      tell(one, 'use-case.re-tiered', `re-tiered/${place}`, { tier: one.tier, reason: 'yearly check' }),
    ),
    ...tell(useCase.firstUsed, 'use-case.first-used', 'first-used'),
    ...tell(useCase.retired, 'use-case.retired', 'retired', { reason: 'replaced' }),
    ...useCase.requests.flatMap((one, place) =>
      tell(one, 'governance.review-requested', `requested/${place}`, {
        version: one.version,
        ...(one.due === null ? {} : { due: asSent(one.due) }),
        requestedBy: useCase.owner,
      }),
    ),
    ...useCase.decisions.flatMap((one, place) =>
      tell(one, 'governance.review-decided', `decided/${place}`, {
        version: one.version,
        decision: one.decision,
        reviewer: one.reviewer,
        ...(one.validUntil === null ? {} : { validUntil: asSent(one.validUntil) }),
      }),
    ),
    ...useCase.exceptions.flatMap(({ id: exception, granted, closed }) => [
      ...tell(granted, 'exception.granted', `granted/${exception}`, {
        exception,
        approver: 'Henrik Sand',
        reason: 'review queue',
        expires: asSent(granted.expires),
      }).map(alone('binary')),
      ...tell(closed, 'exception.closed', `closed/${exception}`, { exception, reason: 'review done' }),
    ]),
  ];
}

/** In a request of its own. */
function alone(mode: 'structured' | 'binary'): (message: Message) => Message {
  return (message) => ({ ...message, alone: mode });
}
