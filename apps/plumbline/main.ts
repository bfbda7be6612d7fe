import { Command, CommanderError } from 'commander';
import { SettingsError } from '#platform';
import { ZodError } from 'zod';
import { addBench } from './commands/bench.command.ts';
import { addConformance } from './commands/conformance.command.ts';
import { addDemo } from './commands/demo.command.ts';
import { addDoctor } from './commands/doctor.command.ts';
import { addEvents } from './commands/events.command.ts';
import { addGenerate } from './commands/generate.command.ts';
import { addKeys } from './commands/keys.command.ts';
import { addKpi } from './commands/kpi.command.ts';
import { addProgram } from './commands/program.command.ts';
import { addReport } from './commands/report.command.ts';
import { addSimulate } from './commands/simulate.command.ts';
import { addStore } from './commands/store.command.ts';
import { addTenants } from './commands/tenants.command.ts';
import { addUp } from './commands/up.command.ts';
import { version } from '#server';

const FAILED = 1;
const USAGE = 2;

const program = new Command('plumbline')
  .description('Event-sourced metrics and reporting for AI-reskilling programs.')
  .version(version)
  .showHelpAfterError('(plumbline --help tells what there is)')
  .exitOverride();
const commands = [
  addUp,
  addDemo,
  addProgram,
  addEvents,
  addKpi,
  addReport,
  addTenants,
  addKeys,
  addStore,
  addDoctor,
  addBench,
  addSimulate,
  addConformance,
  addGenerate,
];
for (const add of commands) add(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** 0 done, 1 failed, 2 asked for wrongly. Failures are told in words; a stack is for what nobody foresaw. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof ZodError) {
    for (const issue of error.issues) process.stderr.write(`${issue.path.join('.')}: ${issue.message}\n`);
    return USAGE;
  }
  const foreseen =
    error instanceof SettingsError ||
    (error instanceof Error && error.constructor !== Error && error.constructor !== TypeError);
  process.stderr.write(
    `${error instanceof Error ? (foreseen ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  );
  return FAILED;
}
