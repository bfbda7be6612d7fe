import type { Inquiry } from '../inquiry.ts';
import type { Dimension } from '../kpi.schema.ts';
import type { KpiLoader } from '../reading.ts';
import { trainingCompletionLoader } from '../training-completion/loader.ts';
import { planRows } from './hidden-rows.ts';
import { rowSource } from './settled.ts';

/**
 * Keys of the rows of one dimension that stay hidden: by the plan of the KPI itself, and by that of training completion. A group that
 * is shown with its n in one answer bounds its count in another from below, and so the counts that were hidden beside it.
 */
export async function hiddenKeys(
  loader: KpiLoader,
  inquiry: Inquiry,
  by: Dimension,
): Promise<ReadonlySet<string>> {
  if (loader.reveals === null) return new Set();
  const asked = new Set([loader, trainingCompletionLoader]);
  const plans = await Promise.all(
    [...asked].map(async (one) => planRows(one, await rowSource(one, inquiry))),
  );
  return new Set(plans.flatMap((plan) => [...(plan[by] ?? [])]));
}
