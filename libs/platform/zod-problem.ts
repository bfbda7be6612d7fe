import type { z } from 'zod';
import { jsonPointer } from './json-pointer.ts';
import type { ProblemDetail } from './problem.ts';

/** zod's issues as pointer and reason; an unknown key is pointed at itself, a union's best branch is unfolded. */
export function zodDetails(error: z.ZodError, prefix: readonly PropertyKey[] = []): ProblemDetail[] {
  return error.issues.flatMap((issue) => issueDetails(issue, prefix));
}

function issueDetails(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): ProblemDetail[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      reason: 'Unknown property; remove it or correct its name.',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nearest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
    return nearest.flatMap((inner) => issueDetails(inner, path));
  }
  return [{ pointer: jsonPointer(path), reason: issue.message }];
}
