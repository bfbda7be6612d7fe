import { parseInstant, type Instant } from '#platform';
import { z } from 'zod';
import { told, toldAs, type LogEntry } from './log.ts';
import { belongs, type Program } from './program.ts';

const registered = z.object({
  program: z.string().optional(),
  useCase: z.string(),
  version: z.string().optional(),
  tier: z.string().optional(),
  owner: z.string().optional(),
  title: z.string().optional(),
  team: z.string().optional(),
});
const named = { program: z.string().optional(), useCase: z.string() };
const moment = z.string().transform((text): Instant | null => parseInstant(text));
const decided = z.object({
  ...named,
  version: z.string(),
  decision: z.string(),
  validUntil: moment.optional(),
});
const requested = z.object({ ...named, version: z.string(), due: moment.optional() });
const granted = z.object({
  ...named,
  exception: z.string(),
  expires: moment,
  approver: z.string(),
  reason: z.string(),
});
const closed = z.object({ ...named, exception: z.string() });

const kinds = ['registered', 'changed', 're-tiered', 'first-used', 'retired'];
export type Entry = ReturnType<typeof toldAs<z.output<typeof registered>>>[number];

export interface Said {
  readonly entry: LogEntry;
  readonly data: { readonly useCase: string };
}

/** What was said of the reviews and exceptions of cases of the program. */
export interface Governance {
  readonly decisions: ReturnType<typeof told<z.output<typeof decided>>>;
  readonly requests: ReturnType<typeof told<z.output<typeof requested>>>;
  readonly grants: ReturnType<typeof told<z.output<typeof granted>>>;
  readonly closures: ReturnType<typeof told<z.output<typeof closed>>>;
}

/** The cases of a program with their entries in the register, and what was said of reviews and exceptions, of any case. */
export function registerOf(
  program: Program,
  counted: readonly LogEntry[],
): { readonly histories: Entry[][]; readonly governance: Governance } {
  const ours = <Data extends { program?: string | undefined }>({ data }: { data: Data }) =>
    data.program === undefined || data.program === program.program.id;
  const register = toldAs(counted, 'use-case', kinds, registered).filter(ours);
  const histories = [...Map.groupBy(register, ({ data }) => data.useCase).values()].filter(
    (history) =>
      history.some(({ data }) => data.program !== undefined) ||
      belongs(program, undefined, { useCase: history[0]?.data.useCase ?? '', team: teamOf(history) }),
  );
  const governance = {
    decisions: told(counted, 'governance.review-decided', decided).filter(ours),
    requests: told(counted, 'governance.review-requested', requested).filter(ours),
    grants: told(counted, 'exception.granted', granted).filter(ours),
    closures: told(counted, 'exception.closed', closed).filter(ours),
  };
  return { histories, governance };
}

/** The latest word stands, of each property apart. */
export function latest(
  history: readonly Entry[],
  what: 'version' | 'tier' | 'team' | 'owner' | 'title',
): string | undefined {
  return history.findLast(({ data }) => data[what] !== undefined)?.data[what];
}

export function teamOf(history: readonly Entry[]): string | undefined {
  return latest(history, 'team');
}

/** The first use that counts: the first ever, or the first after the case had been retired. Undefined: never, or not any more. */
export function useOf(history: readonly Entry[]): Entry | undefined {
  let use: Entry | undefined;
  for (const event of history) {
    if (event.kind === 'first-used') use ??= event;
    if (event.kind === 'retired') use = undefined;
  }
  return use;
}
