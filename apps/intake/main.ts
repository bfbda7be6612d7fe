import { KeysController } from '#access';
import { runProcess } from '#server';
import { Module } from '@nestjs/common';
import { IntakeModule } from './intake.module.ts';
import { INTAKE_SERVING } from './serving.ts';

/** Intake alone: the one writer of a store on a ClickHouse server. */
@Module({ imports: [IntakeModule], controllers: [KeysController] })
class IntakeProcessModule {}

await runProcess('intake', {
  modules: [IntakeProcessModule],
  ...INTAKE_SERVING,
});
