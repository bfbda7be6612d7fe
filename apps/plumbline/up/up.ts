import { Module } from '@nestjs/common';
import { KeysController, OperatorController, SignInController } from '#access';
import { serve, type ServeOptions, type Server } from '#server';
import { InsightsModule } from '../../insights/insights.module.ts';
import { IntakeModule } from '../../intake/intake.module.ts';
import { INTAKE_SERVING } from '../../intake/serving.ts';
import { ReportsModule } from '../../reports/reports.module.ts';
import { MaintenanceController } from './maintenance.controller.ts';
import { announceRunning, withdrawRunning } from './running.ts';

export type UpOptions = Omit<ServeOptions, 'modules' | 'writes' | 'prepare'>;

/** The whole product in one process. */
export type Up = Server;

@Module({
  imports: [IntakeModule, InsightsModule, ReportsModule],
  controllers: [KeysController, SignInController, OperatorController, MaintenanceController],
})
class UpModule {}

/** Starts everything, and leaves port and credentials in the data directory for commands on this machine. */
export async function up(options: UpOptions): Promise<Up> {
  const { dataDir } = options.settings;
  const server = await serve({
    ...options,
    modules: [UpModule],
    ...INTAKE_SERVING,
  });
  announceRunning(dataDir, { url: server.url, pid: process.pid, operatorToken: server.operatorToken });
  const stop = async (): Promise<void> => {
    withdrawRunning(dataDir);
    await server.stop();
  };
  return { ...server, stop };
}
