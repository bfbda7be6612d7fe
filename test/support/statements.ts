import { randomUUID } from 'node:crypto';

/** A small valid statement with an id; `parts` replace its own or add to them. */
export function aStatement(parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> & {
  id: string;
} {
  return {
    id: randomUUID(),
    actor: { objectType: 'Agent', mbox: 'mailto:ada@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { en: 'completed' } },
    object: { objectType: 'Activity', id: 'https://lms.example.org/course/ai-literacy' },
    timestamp: '2026-07-20T09:30:00Z',
    ...parts,
  };
}

/** A statement about another, whose id it names in capitals: case does not tell ids apart. */
export function aReference(
  target: string,
  parts: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof aStatement> {
  return aStatement({ object: { objectType: 'StatementRef', id: target.toUpperCase() }, ...parts });
}

/** A statement that takes back another. */
export function aVoid(
  target: string,
  parts: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof aStatement> {
  return aStatement({
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided', display: { en: 'voided' } },
    object: { objectType: 'StatementRef', id: target },
    ...parts,
  });
}
