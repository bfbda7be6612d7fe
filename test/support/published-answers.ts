import { readFileSync } from 'node:fs';
import { z } from 'zod';

const numbers = z.array(z.number());
const ends = z.tuple([z.number().nullable(), z.number().nullable()]);
const limits = z.array(z.object({ k: z.number(), n: z.number(), lo: z.number(), hi: z.number() }));
const arm = z.object({
  time: numbers,
  event: numbers,
  surv: z.record(z.string(), z.number()),
  median: z.number(),
  ci95_log: ends,
  ci95_loglog: ends,
});
const ratings = z.array(z.number().nullable());
const byShare = z.record(z.string(), z.number());

const schema = z.object({
  wilson95: z.object({ z: z.number(), cases: limits }),
  clopper_pearson95: z.object({ cases: limits }),
  newcombe_diff_method10: z.object({
    a: z.tuple([z.number(), z.number()]),
    b: z.tuple([z.number(), z.number()]),
    diff: z.number(),
    lo: z.number(),
    hi: z.number(),
  }),
  icc_shrout_fleiss: z.object({
    rows_targets_cols_judges: z.array(numbers),
    MSB: z.number(),
    MSW: z.number(),
    MSJ: z.number(),
    MSE: z.number(),
    ICC11: z.number(),
    ICC21: z.number(),
    ICC31: z.number(),
    ICC1k: z.number(),
    ICC2k: z.number(),
    ICC3k: z.number(),
    ci95: z.record(z.string(), ends),
    within_target_sd_Sw: z.number(),
  }),
  krippendorff_alpha: z.object({
    A: ratings,
    B: ratings,
    C: ratings,
    D: ratings,
    nominal: z.number(),
    ordinal: z.number(),
    interval: z.number(),
    ratio: z.number(),
    binary_two_observers: z.object({ a: numbers, b: numbers, nominal: z.number() }),
    nominal_two_observers: z.object({
      Ben: z.array(z.string()),
      Gerry: z.array(z.string()),
      nominal: z.number(),
    }),
  }),
  weighted_kappa: z.object({
    p: z.array(numbers),
    weights: z.array(numbers),
    kappa: z.number(),
    weighted_kappa: z.number(),
    computed_sklearn_SF_judge1_vs_judge4_labels1to10: z.object({
      unweighted: z.number(),
      linear: z.number(),
      quadratic: z.number(),
    }),
  }),
  kaplan_meier_aml: z.object({
    maintained: arm,
    nonmaintained: arm,
    logrank_chisq: z.number(),
    logrank_p: z.number(),
    expected: z.tuple([z.number(), z.number()]),
  }),
  mann_whitney_hl: z.object({
    x: numbers,
    y: numbers,
    W: z.number(),
    p_greater: z.number(),
    p_two: z.number(),
    hl_shift: z.number(),
    ci95: ends,
    prob_superiority: z.number(),
  }),
  wilcoxon_signed_rank: z.object({
    x: numbers,
    y: numbers,
    V: z.number(),
    p_greater: z.number(),
    p_two: z.number(),
    pseudomedian: z.number(),
    ci95: ends,
  }),
  paired_t_sleep: z.object({
    pre: numbers,
    post: numbers,
    mean_diff: z.number(),
    sd_diff: z.number(),
    t: z.number(),
    df: z.number(),
    p: z.number(),
    ci95: ends,
    dz: z.number(),
  }),
  pre_post_constructed: z.object({
    pre: numbers,
    post: numbers,
    mean_pre: z.number(),
    mean_post: z.number(),
    diff: z.number(),
    sd_diff: z.number(),
    t: z.number(),
    ci95_diff: ends,
    pct_of_means: z.number(),
    fieller95: ends,
    hake_g_of_means: z.number(),
    dz: z.number(),
    J_exact_df11: z.number(),
    hedges_gz: z.number(),
    dav: z.number(),
  }),
  nist_strd: z.object({
    NumAcc1: z.object({ data: numbers, mean: z.number(), sd: z.number() }),
    NumAcc2: z.object({ build: z.string(), mean: z.number(), sd: z.number() }),
    NumAcc3: z.object({ build: z.string(), mean: z.number(), sd: z.number() }),
    NumAcc4: z.object({ build: z.string(), mean: z.number(), sd: z.number() }),
  }),
  quantiles: z.object({ x: numbers, type6: byShare, type7: byShare, type8: byShare }),
  distributions: z.object({
    'qnorm_0.975': z.number(),
    'qt_0.975_df9': z.number(),
    'qf_0.975_5_15': z.number(),
  }),
  xmr: z.object({ x: numbers, mean: z.number(), mR: z.number(), upper: z.number(), lower: z.number() }),
  pass_hat_k: z.object({ n: z.number(), c: z.number(), 'k1..5': numbers }),
  small_sample_thresholds: z.object({
    wilson_lower_ge_085_needs_n_if_all_complete: z.number(),
    ge_095: z.number(),
    ge_099: z.number(),
  }),
});

/** Inputs and answers of `statistics/published-answers.json`, as far as the tests compare them. */
export const publishedAnswers = (path: string): z.infer<typeof schema> =>
  schema.parse(JSON.parse(readFileSync(path, 'utf8')));
