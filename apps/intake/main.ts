import { KeysController } from '#access';
import { runProcess } from '#server';
import { registerXapiHooks, routedUrl, unreadXapiHeaders, XAPI_CROSS_ORIGIN } from '#xapi';
import { Module } from '@nestjs/common';
import { IntakeModule } from './intake.module.ts';

/** Intake alone: the one writer of a store on a ClickHouse server. */
@Module({ imports: [IntakeModule], controllers: [KeysController] })
class IntakeProcessModule {}

await runProcess('intake', {
  modules: [IntakeProcessModule],
  writes: true,
  routedUrl,
  crossOrigin: XAPI_CROSS_ORIGIN,
  unreadHeaders: unreadXapiHeaders,
  prepare: (app, store, { xapiVersion }) =>
    registerXapiHooks(app.getHttpAdapter().getInstance(), store, xapiVersion),
});
