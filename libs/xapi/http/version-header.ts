import { Problem } from '#platform';
import type { RuleSet } from '../statement/rules.ts';

export const VERSION_HEADER = 'X-Experience-API-Version';

/** What `/xapi/about` lists. */
export const SPOKEN_VERSIONS = ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '2.0.0'] as const;

/** The version a request is held to, and the one its answer names. */
export interface NegotiatedVersion {
  readonly rules: RuleSet;
  /** The latest patch of the asked version (xAPI 1.0.3 Communication 3.3, IEEE 9274.1.1 4.1.7). */
  readonly answer: '1.0.3' | '2.0.0';
}

/**
 * Reads the version header: 1.0, 1.0.x, 2.0 and 2.0.x are spoken. Anything else, and none, is a 400; on `/about` the
 * caller does not ask. The answer of a refusal carries the header too: see `registerXapiHooks`.
 */
export function negotiateVersion(header: string | readonly string[] | undefined): NegotiatedVersion {
  if (typeof header === 'string') {
    if (/^1\.0(\.\d+)?$/.test(header)) return { rules: '1.0', answer: '1.0.3' };
    if (/^2\.0(\.\d+)?$/.test(header)) return { rules: '2.0', answer: '2.0.0' };
  }
  const reason =
    header === undefined
      ? `The header ${VERSION_HEADER} is required: 1.0, 1.0.x or 2.0.x.`
      : `The header ${VERSION_HEADER} asks for ${JSON.stringify(header)}; 1.0, 1.0.x and 2.0.x are spoken here.`;
  throw new Problem({
    status: 400,
    type: 'version-not-spoken',
    title: 'Bad request',
    detail: reason,
    errors: [{ pointer: VERSION_HEADER, reason, clause: 'IEEE 9274.1.1 4.1.7' }],
  });
}
