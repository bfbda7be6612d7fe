import { badRequest, type Problem, type ProblemDetail } from '#platform';
import { isUuid } from '../statement/formats.ts';
import { RULES } from '../statement/rules.ts';
import type { RawParameters } from './query-parameters.ts';

/** PUT /statements takes `statementId` and nothing else. Returns it in lower case. */
export function parsePutParameters(raw: RawParameters): string {
  const { statementId, ...others } = raw;
  const errors = unknownParameters(others);
  if (typeof statementId !== 'string') {
    const reason = 'The parameter statementId is required, once.';
    errors.push({ pointer: 'statementId', reason, clause: 'xAPI 1.0.3 Communication 2.1.1' });
  } else if (!isUuid(statementId)) {
    errors.push({ pointer: 'statementId', reason: RULES['uuid-form'].says });
  }
  if (typeof statementId !== 'string' || errors.length > 0) throw refused(errors);
  return statementId.toLowerCase();
}

/** POST /statements and /about take no parameters. */
export function refuseParameters(raw: RawParameters): void {
  const errors = unknownParameters(raw);
  if (errors.length > 0) throw refused(errors);
}

function unknownParameters(raw: RawParameters): ProblemDetail[] {
  return Object.keys(raw).map((name) => ({
    pointer: name,
    reason: 'There is no such parameter here; names are case-sensitive.',
    clause: 'xAPI 1.0.3 Communication 3.2',
  }));
}

function refused(errors: readonly ProblemDetail[]): Problem {
  const [{ pointer, reason } = { pointer: '', reason: '' }] = errors;
  return badRequest(`The parameter ${pointer} is not acceptable: ${reason}`, errors, 'invalid-parameter');
}
