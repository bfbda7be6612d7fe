import { Module } from '@nestjs/common';
import { SignInController } from '#access';
import { runProcess } from '#server';
import { ReportsModule } from './reports.module.ts';

/** Reports and dashboards alone. Of one store, one process makes the reports: `plumbline up` has them already. */
@Module({ imports: [ReportsModule], controllers: [SignInController] })
class ReportsProcessModule {}

await runProcess('reports', { modules: [ReportsProcessModule], writes: false });
