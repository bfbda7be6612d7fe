/** One check: what was looked at, how it ended, and what was found. */
export interface GateCheck {
  name: GateCheckName;
  outcome: 'passed' | 'failed' | 'not-run';
  detail: string;
}

/** `passed` only when every check ran and passed. */
export interface GateResult {
  passed: boolean;
  checks: GateCheck[];
}

export const gateCheckNames = [
  'opens',
  'page-count',
  'tagged',
  'title',
  'language',
  'alternative-text',
  'fonts',
  'values',
  'clean-text',
  'ink',
] as const;
export type GateCheckName = (typeof gateCheckNames)[number];

/** What the PDF is held to. */
export interface GatePlan {
  title: string;
  language: string;
  /** `annex`: the page its heading stands on, where that is planned. */
  pages: { min: number; max: number; annex: number | null };
  /** Drawings that need alternative text. */
  figures: number;
  /** Texts that must be printed, by what they are. */
  texts: readonly { what: string; text: string }[];
  /** Names of the fonts that may be in it, without the subset tag. */
  fonts: RegExp;
  /** Characters of its text that these fonts lack, each with the words around it. */
  unprintable: readonly string[];
}

export function gateResult(checks: GateCheck[]): GateResult {
  return { passed: checks.every(({ outcome }) => outcome === 'passed'), checks };
}
