/** What one look at the installation found. `not-run`: something it needs failed before, so nothing is known. */
export interface Finding {
  readonly name: string;
  readonly outcome: 'ok' | 'failed' | 'not-run';
  /** What was seen; of a failure also what to do. */
  readonly detail: string;
}

/** One look at the installation. */
export interface Check {
  readonly name: string;
  /** What to do when it fails. */
  readonly remedy: string;
  /** Names of checks without which this one says nothing. */
  readonly needs: readonly string[];
  /** Resolves with what was seen; throws when it is not as it should be. */
  look(): Promise<string>;
}

/** Runs the checks in order. */
export async function examine(checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, remedy, needs, look } of checks) {
    const missing = needs.find((need) =>
      findings.some((finding) => finding.name === need && finding.outcome !== 'ok'),
    );
    if (missing !== undefined) {
      findings.push({ name, outcome: 'not-run', detail: `needs ${missing}` });
      continue;
    }
    try {
      findings.push({ name, outcome: 'ok', detail: await look() });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      findings.push({ name, outcome: 'failed', detail: `${reason}\n${remedy}` });
    }
  }
  return findings;
}

/** The installation is not as it should be. */
export class Unwell extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unwell';
  }
}
