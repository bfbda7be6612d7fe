import { compareText } from '../evidence/evidence.ts';
import type { PromptRegistration } from './registrations.query.ts';

export interface PromptOwner {
  readonly prompt: string;
  readonly version: string;
  readonly owner: string;
}

/** Who owns each version of a prompt, by its latest registration; of two at one moment the last recorded. */
export function ownersOf(registrations: readonly PromptRegistration[]): PromptOwner[] {
  const versions = Map.groupBy(registrations, ({ prompt, version }) => JSON.stringify([prompt, version]));
  return [...versions.values()].flatMap((own) => {
    const last = own.toSorted(byRegistration).at(-1);
    return last === undefined ? [] : [{ prompt: last.prompt, version: last.version, owner: last.owner }];
  });
}

function byRegistration(a: PromptRegistration, b: PromptRegistration): number {
  return (
    compareText(a.occurredAt, b.occurredAt) ||
    compareText(a.recordedAt, b.recordedAt) ||
    compareText(a.id, b.id)
  );
}
