import type { z } from 'zod';

/** One fault of a definition: the path of keys and indexes to it, and why. */
export interface FileFault {
  readonly path: readonly PropertyKey[];
  readonly reason: string;
}

/** zod's issues as faults; an unknown key is pointed at itself, of a union the nearest branch is told. */
export function fileFaults(error: z.ZodError): FileFault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, []));
}

function faultsOf(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): FileFault[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      reason: 'Unknown property; remove it or correct its name.',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nearest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
    return nearest.flatMap((inner) => faultsOf(inner, path));
  }
  return [{ path, reason: issue.message }];
}
