import type { Command } from 'commander';
import { settingsOfThisProcess, searchPath } from '#platform';

import { examine } from '../doctor/check.ts';
import { installationChecks } from '../doctor/checks.ts';
import { print, table } from './print.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Look whether this machine has what Plumbline needs, and tell what to do where it has not.')
    .option('--json', 'print JSON', false)
    .addHelpText('after', '\nEach line is ok, failed or not-run. It changes nothing and may run beside `up`.')
    .action(async (options: { json: boolean }) => {
      const findings = await examine(installationChecks(settingsOfThisProcess, searchPath()));
      print(options.json, findings, (all) =>
        table(
          all.flatMap(({ name, outcome, detail }) =>
            detail.split('\n').map((line, index) => (index === 0 ? [outcome, name, line] : ['', '', line])),
          ),
        ),
      );
      if (findings.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
    });
}
