import { controlPlansFigure } from '../governance/control-plans.ts';
import type { Benchmark } from './benchmark.ts';

/** The share of high-risk cases in use whose current version has a control plan: the measure control-plans. */
export const controlPlanShare: Benchmark = {
  id: 'control-plan-share',
  unit: 'share',
  async value(reader, frame) {
    const [useCases, plans] = await Promise.all([reader.useCases(), reader.controlPlans()]);
    return controlPlansFigure(useCases, plans, frame, null);
  },
};
