import { ExactNumber, jsonPointer, type ProblemDetail } from '#platform';

/** Deeper than any event needs, and far from the depth at which a recursive reader fails. */
export const MAX_DEPTH = 64;

/**
 * What no event may contain, wherever it stands: NUL, half a surrogate pair (not Unicode text, so it has no UTF-8),
 * a `__proto__` key, nesting beyond {@link MAX_DEPTH}, a number that JSON cannot write. At most `limit` faults.
 */
export function unsafeContent(value: unknown, limit = 20): ProblemDetail[] {
  const faults: ProblemDetail[] = [];
  visit(value, [], faults, limit);
  return faults;
}

function visit(value: unknown, path: PropertyKey[], faults: ProblemDetail[], limit: number): void {
  if (faults.length >= limit) return;
  const fault = faultOf(value, path.length);
  if (fault !== null) {
    faults.push({ pointer: jsonPointer(path), reason: fault });
    return;
  }
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return;
  for (const [key, member] of Object.entries(value)) {
    path.push(key);
    const keyFault = key === '__proto__' ? 'A property must not be named __proto__.' : textFault(key);
    if (keyFault !== null) faults.push({ pointer: jsonPointer(path), reason: keyFault });
    else visit(member, path, faults, limit);
    path.pop();
  }
}

function faultOf(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return textFault(value);
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'Must be a finite number.';
  return typeof value === 'object' && value !== null && depth >= MAX_DEPTH && !(value instanceof ExactNumber)
    ? `Nested deeper than ${MAX_DEPTH} levels.`
    : null;
}

function textFault(text: string): string | null {
  if (text.includes('\u0000')) return 'Must not contain the character NUL.';
  return text.isWellFormed() ? null : 'Must be Unicode text; half of a surrogate pair stands alone.';
}
