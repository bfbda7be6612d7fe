import { KeysController } from '#access';
import { runProcess } from '#server';
import { registerXapiHooks } from '#xapi';
import { Module } from '@nestjs/common';
import { IntakeModule } from './intake.module.ts';

/** Intake alone: the one writer of a store on a ClickHouse server. */
@Module({ imports: [IntakeModule], controllers: [KeysController] })
class IntakeProcessModule {}

await runProcess('intake', {
  modules: [IntakeProcessModule],
  writes: true,
  prepare: (app, store) => registerXapiHooks(app.getHttpAdapter().getInstance(), store),
});
