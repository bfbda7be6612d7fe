import { runProcess } from '#server';
import { InsightsModule } from './insights.module.ts';

await runProcess('insights', { modules: [InsightsModule], writes: false });
