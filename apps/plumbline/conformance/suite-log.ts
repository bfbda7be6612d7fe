import { z } from 'zod';

/** A test or a group of them, as the suite's JSON log has them. */
interface LoggedTest {
  readonly title?: string | undefined;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly error?: unknown;
  readonly tests?: readonly LoggedTest[] | undefined;
}

const loggedTest: z.ZodType<LoggedTest> = z.lazy(() =>
  z.object({
    title: z.string().optional(),
    name: z.string().optional(),
    status: z.string().optional(),
    error: z.unknown().optional(),
    tests: z.array(loggedTest).optional(),
  }),
);
const suiteLog = z.object({
  state: z.string(),
  summary: z.object({ total: z.int(), passed: z.int(), failed: z.int() }),
  log: loggedTest,
});

/** A test that did not pass. */
export interface Shortfall {
  /** the requirement and the test, as the suite words them */
  readonly requirement: string;
  readonly status: string;
  readonly error: string;
}

/** How a run of the suite went. */
export interface SuiteResult {
  readonly total: number;
  readonly passed: number;
  readonly shortfalls: readonly Shortfall[];
  /** the run came to its end and nothing is missing */
  readonly conforms: boolean;
  /** why a run without shortfalls does not count; null: it does */
  readonly incomplete: string | null;
}

/**
 * Reads the suite's full log (not that of failures alone, which looks the same when a run died). A run counts when it is finished,
 * and every one of its tests passed: what was skipped or never came to its turn did not.
 * @throws ZodError when it is no such log
 */
export function readSuiteLog(text: string): SuiteResult {
  const { state, summary, log } = suiteLog.parse(JSON.parse(text));
  const tests = testsOf(log, []);
  const shortfalls = tests.filter(({ status }) => status !== 'passed');
  const passed = tests.length - shortfalls.length;
  const incomplete = incompleteness(state, summary, { tests: tests.length, passed });
  return {
    total: summary.total,
    passed,
    shortfalls,
    incomplete,
    conforms: shortfalls.length === 0 && incomplete === null,
  };
}

function incompleteness(
  state: string,
  { total, passed }: { total: number; passed: number },
  counted: { tests: number; passed: number },
): string | null {
  if (state !== 'finished') return `The run is ${state}, not finished.`;
  if (total === 0) return 'The run has no tests.';
  if (counted.tests !== total) return `The log tells of ${counted.tests} tests, the summary of ${total}.`;
  if (counted.passed !== passed) return `The log has ${counted.passed} that passed, the summary ${passed}.`;
  return null;
}

function testsOf(node: LoggedTest, above: readonly string[]): Shortfall[] {
  const { title, name, tests = [], status = 'without a status', error } = node;
  const path = [...above, title ?? name ?? ''].filter((part) => part !== '');
  if (tests.length > 0) return tests.flatMap((test) => testsOf(test, path));
  return [{ requirement: path.slice(-2).join(' › '), status, error: textOf(error) }];
}

function textOf(error: unknown): string {
  if (typeof error === 'string') return error.split('\n', 1)[0] ?? '';
  return error === undefined || error === null ? '' : JSON.stringify(error);
}
