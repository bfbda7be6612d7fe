import { badRequest } from '#platform';

/**
 * A cursor carries the whole question of its first page; what is asked beside it must be the same, or be left out.
 * @throws Problem 400 that names what differs
 */
export function expectSameQuestion(
  asked: Readonly<Record<string, string | null | undefined>>,
  carried: Readonly<Record<string, unknown>>,
): void {
  const other = Object.entries(asked).filter(
    ([name, value]) => value !== undefined && value !== null && value !== carried[name],
  );
  if (other.length === 0) return;
  throw badRequest(
    'This cursor belongs to other evidence; ask again without it.',
    other.map(([name, value]) => ({
      pointer: name,
      reason: `${JSON.stringify(value)}, where the cursor is of ${carried[name] === null ? 'all' : JSON.stringify(carried[name])}`,
    })),
  );
}
