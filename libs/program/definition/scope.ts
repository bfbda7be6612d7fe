import type { Program } from './program.ts';

/** What an event that names no program is about; absent or '' where it does not say. */
export interface ScopeSubject {
  readonly team?: string | undefined;
  readonly model?: string | undefined;
  readonly useCase?: string | undefined;
  readonly learner?: string | undefined;
}

/**
 * Whether the program's scope covers an event that names no program: no dimension of the scope may leave out what the
 * event says. A dimension that the scope does not restrict covers all, and so does one of which the event says nothing.
 */
export function inScope(program: Program, subject: ScopeSubject): boolean {
  const { teams, models, useCases, learners } = program.scope;
  return (
    covers(teams, subject.team) &&
    covers(models, subject.model) &&
    covers(useCases, subject.useCase) &&
    covers(learners, subject.learner)
  );
}

function covers(listed: readonly string[] | undefined, said: string | undefined): boolean {
  return listed === undefined || said === undefined || said === '' || listed.includes(said);
}
