import { z } from 'zod';
import type { Kpi } from '#kpi';

const estimate = z.object({ value: z.number().nullable() });
const gainDetails = z.object({
  points: estimate.optional(),
  hake: estimate.optional(),
  hedgesGz: estimate.optional(),
  hedgesDav: estimate.optional(),
  preOnly: z.object({ n: z.number(), meanPre: z.number().nullable() }),
  postOnly: z.object({ n: z.number() }),
  ceilingShare: estimate,
  forms: z.record(z.string(), z.number()),
  selectedForLowScores: z.boolean(),
});

/** The details of skills gain as the documents print them: each estimate by its value, forms by their names. */
export function printedGainDetails({ details }: Pick<Kpi, 'details'>): Record<string, unknown> {
  const { points, hake, hedgesGz, hedgesDav, ceilingShare, forms, ...rest } = gainDetails.parse(details);
  return {
    ...rest,
    points: points?.value ?? null,
    hake: hake?.value ?? null,
    hedgesGz: hedgesGz?.value ?? null,
    hedgesDav: hedgesDav?.value ?? null,
    ceilingShare: ceilingShare.value,
    // the embedded fonts have no arrow
    forms: Object.keys(forms).map((pair) => pair.replaceAll(' → ', ' to ')),
  };
}
