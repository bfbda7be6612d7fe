import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Order } from './crew.ts';
import { tallySchema, type Tally } from './tally.ts';

const line = z.strictObject({ seed: z.string(), code: z.string(), tally: tallySchema });

/** Finished cases in a file, one a line, so that an interrupted run can go on. */
export class KeptTallies {
  constructor(
    private readonly path: string,
    private readonly order: Order,
    /** of the formulas and studies that made the tallies */
    private readonly code: string,
  ) {}

  /** Those of the same code, seed and number of programs, by case. A line cut short by an interruption is taken off the file. */
  read(): Map<string, Tally> {
    const text = existsSync(this.path) ? readFileSync(this.path, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) writeFileSync(this.path, whole);
    const kept = new Map<string, Tally>();
    for (const written of whole.split('\n').filter((one) => one !== '')) {
      const { seed, code, tally } = line.parse(JSON.parse(written));
      const same = seed === this.order.seed && code === this.code && tally.programs === this.order.programs;
      if (same) kept.set(tally.id, tally);
    }
    return kept;
  }

  forget(): void {
    rmSync(this.path, { force: true });
  }

  keep(tally: Tally): void {
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, `${JSON.stringify({ seed: this.order.seed, code: this.code, tally })}\n`);
  }
}
