import { StandardSchemaValidationPipe } from '@nestjs/common';
import { jsonPointer } from '../json-pointer.ts';
import { badRequest, type Problem, type ProblemDetail } from '../problem.ts';

/** The issue shape of the Standard Schema interface, which zod and Nest share. */
interface SchemaIssue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
  readonly keys?: readonly string[];
}

const UNKNOWN = 'Unknown parameter or property; remove it or correct its name.';

/** Query parameters and JSON bodies against the zod schema of their route; whatever is wrong is told in one 400. */
export class SchemaPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => misfit(issues.flatMap(issueDetails)) });
  }

  /**
   * Nest takes these names away before a schema sees them, and zod passes `__proto__` over: a request that holds one
   * would be answered as if it did not. They are unknown like any other.
   */
  protected override stripProtoKeys(value: unknown): void {
    const unseen = unseenNames(value, []);
    if (unseen.length > 0) throw unknownNames(unseen);
  }
}

/** 400 for parameters or properties that are not known, each by its path. */
export function unknownNames(paths: readonly (readonly PropertyKey[])[]): Problem {
  return misfit(paths.map((path) => ({ pointer: jsonPointer(path), reason: UNKNOWN })));
}

const UNSEEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

function unseenNames(value: unknown, path: readonly PropertyKey[]): PropertyKey[][] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    UNSEEN.has(name) && !Array.isArray(value) ? [[...path, name]] : unseenNames(member, [...path, name]),
  );
}

function misfit(errors: readonly ProblemDetail[]): Problem {
  return badRequest('The request does not fit its schema.', errors);
}

function issueDetails(issue: SchemaIssue): ProblemDetail[] {
  const path = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  if (issue.keys) return issue.keys.map((key) => ({ pointer: jsonPointer([...path, key]), reason: UNKNOWN }));
  return [{ pointer: jsonPointer(path), reason: issue.message }];
}
