import { expect, it } from '@jest/globals';
import fQuantile from '@stdlib/stats-base-dists-f-quantile';
import { given, printedDecimals } from '#test/support/answers';
import { describeWithFixture } from '#test/support/fixtures';
import { publishedAnswers } from '#test/support/published-answers';
import { normalCritical } from './distribution/normal.ts';
import { tCritical } from './distribution/student-t.ts';
import {
  ceilingShare,
  clopperPearson,
  cohenKappa,
  fiellerRatio,
  hakeGain,
  hedgesDav,
  hedgesGz,
  hodgesLehmannShift,
  intraclassCorrelation,
  kaplanMeier,
  krippendorffAlpha,
  logRank,
  mannWhitney,
  meanAndSd,
  newcombeDifference,
  pairedMeanDifference,
  pairedRatioOfMeans,
  passHatK,
  quantile,
  relativeChange,
  survivalAt,
  survivalMedian,
  wilcoxonSignedRank,
  wilson,
  withinSubjectVariance,
  xmrLimits,
  type Interval,
  type Observation,
} from './index.ts';

const ICC_NAMES = {
  'ICC(1,1)': 'ICC11',
  'ICC(2,1)': 'ICC21',
  'ICC(3,1)': 'ICC31',
  'ICC(1,k)': 'ICC1k',
  'ICC(2,k)': 'ICC2k',
  'ICC(3,k)': 'ICC3k',
} as const;

function expectPrinted(actual: number | null, published: number | undefined): void {
  expect(published).toBeDefined();
  expect(actual).toBeCloseTo(published ?? Number.NaN, printedDecimals(published ?? Number.NaN));
}

function expectEnds({ low, high }: Interval, published: readonly (number | null)[]): void {
  const printed = published.map((end) => {
    const close = expect.closeTo(Number(end), printedDecimals(Number(end)));
    return end === null ? null : close;
  });
  expect([low, high]).toEqual(printed);
}

describeWithFixture('statistics/published-answers.json', 'published answers', (path) => {
  const published = publishedAnswers(path);

  it.each(published.wilson95.cases)('Wilson $k of $n', ({ k, n, lo, hi }) => {
    expectEnds(given(wilson(k, n)).interval, [lo, hi]);
  });

  it.each(published.clopper_pearson95.cases)('Clopper-Pearson $k of $n', ({ k, n, lo, hi }) => {
    expectEnds(given(clopperPearson(k, n)).interval, [lo, hi]);
  });

  it('smallest cohorts whose Wilson limit reaches a target when all complete', () => {
    const smallest = (target: number): number => {
      let n = 1;
      while ((given(wilson(n, n)).interval.low ?? 0) < target) n += 1;
      return n;
    };
    const thresholds = published.small_sample_thresholds;
    expect(smallest(0.85)).toBe(thresholds.wilson_lower_ge_085_needs_n_if_all_complete);
    expect(smallest(0.95)).toBe(thresholds.ge_095);
    expect(smallest(0.99)).toBe(thresholds.ge_099);
  });

  it('Newcombe difference, method 10', () => {
    const { a, b, diff, lo, hi } = published.newcombe_diff_method10;
    const difference = given(newcombeDifference({ k: a[0], n: a[1] }, { k: b[0], n: b[1] }));
    expectPrinted(difference.estimate, diff);
    expectEnds(difference.interval, [lo, hi]);
  });

  it.each(['ICC(1,1)', 'ICC(2,1)', 'ICC(3,1)', 'ICC(1,k)', 'ICC(2,k)', 'ICC(3,k)'] as const)('%s', (form) => {
    const fixture = published.icc_shrout_fleiss;
    const name = ICC_NAMES[form];
    const icc = given(intraclassCorrelation(fixture.rows_targets_cols_judges, form));
    expectPrinted(icc.estimate, fixture[name]);
    expectEnds(icc.interval, fixture.ci95[name] ?? []);
    expectPrinted(icc.meanSquares.bms, fixture.MSB);
    expectPrinted(icc.meanSquares.wms, fixture.MSW);
    expectPrinted(icc.meanSquares.jms, fixture.MSJ);
    expectPrinted(icc.meanSquares.ems, fixture.MSE);
  });

  it('within-target deviation', () => {
    const fixture = published.icc_shrout_fleiss;
    expectPrinted(
      given(withinSubjectVariance(fixture.rows_targets_cols_judges)).sd,
      fixture.within_target_sd_Sw,
    );
  });

  it.each(['nominal', 'ordinal', 'interval', 'ratio'] as const)('Krippendorff alpha, %s', (metric) => {
    const { A, B, C, D } = published.krippendorff_alpha;
    const units = A.map((rating, i) => [rating, B[i] ?? null, C[i] ?? null, D[i] ?? null]);
    expectPrinted(given(krippendorffAlpha(units, metric)).estimate, published.krippendorff_alpha[metric]);
  });

  it('Krippendorff alpha of two observers, numbers and texts', () => {
    const { binary_two_observers: binary, nominal_two_observers: texts } = published.krippendorff_alpha;
    const rows = <T>(a: readonly T[], b: readonly T[]): (T | null)[][] =>
      a.map((rating, i) => [rating, b[i] ?? null]);
    expectPrinted(given(krippendorffAlpha(rows(binary.a, binary.b), 'nominal')).estimate, binary.nominal);
    expectPrinted(given(krippendorffAlpha(rows(texts.Ben, texts.Gerry), 'nominal')).estimate, texts.nominal);
  });

  it("Cohen's kappa, plain and with weights of one's own", () => {
    const { p, weights, kappa, weighted_kappa: weighted } = published.weighted_kappa;
    expectPrinted(given(cohenKappa(p)).estimate, kappa);
    expectPrinted(given(cohenKappa(p, weights)).estimate, weighted);
  });

  it.each(['unweighted', 'linear', 'quadratic'] as const)(
    "Cohen's kappa of judges 1 and 4, %s",
    (weights) => {
      const table = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 0));
      for (const [first = 0, , , fourth = 0] of published.icc_shrout_fleiss.rows_targets_cols_judges) {
        const row = table[first - 1];
        if (row) row[fourth - 1] = (row[fourth - 1] ?? 0) + 1;
      }
      const { computed_sklearn_SF_judge1_vs_judge4_labels1to10: answers } = published.weighted_kappa;
      expectPrinted(given(cohenKappa(table, weights)).estimate, answers[weights]);
    },
  );

  it.each(['maintained', 'nonmaintained'] as const)('Kaplan-Meier, aml %s', (name) => {
    const fixture = published.kaplan_meier_aml[name];
    const curve = given(kaplanMeier(observationsOf(fixture)));
    for (const [time, share] of Object.entries(fixture.surv)) {
      expectPrinted(given(survivalAt(curve, Number(time))).estimate, share);
    }
    const log = given(survivalMedian(observationsOf(fixture), { scale: 'log' }));
    expectPrinted(log.estimate, fixture.median);
    expectEnds(log.interval, fixture.ci95_log);
    expectEnds(given(survivalMedian(observationsOf(fixture))).interval, fixture.ci95_loglog);
  });

  it('log-rank, aml', () => {
    const { maintained, nonmaintained, logrank_chisq, logrank_p, expected } = published.kaplan_meier_aml;
    const test = given(logRank(observationsOf(maintained), observationsOf(nonmaintained)));
    expectPrinted(test.chiSquare, logrank_chisq);
    expectPrinted(test.p, logrank_p);
    expectPrinted(test.expected.a, expected[0]);
    expectPrinted(test.expected.b, expected[1]);
  });

  it('Mann-Whitney and Hodges-Lehmann', () => {
    const { x, y, W, p_greater, p_two, hl_shift, ci95, prob_superiority } = published.mann_whitney_hl;
    const test = given(mannWhitney(x, y));
    expectPrinted(test.u, W);
    expectPrinted(test.pGreater, p_greater);
    expectPrinted(test.p, p_two);
    expectPrinted(test.probabilityOfSuperiority, prob_superiority);
    const shift = given(hodgesLehmannShift(x, y));
    expectPrinted(shift.estimate, hl_shift);
    expectEnds(shift.interval, ci95);
  });

  it('Wilcoxon signed rank', () => {
    const { x, y, V, p_greater, p_two, pseudomedian, ci95 } = published.wilcoxon_signed_rank;
    const test = given(wilcoxonSignedRank(x, y));
    expectPrinted(test.v, V);
    expectPrinted(test.pGreater, p_greater);
    expectPrinted(test.p, p_two);
    expectPrinted(test.estimate, pseudomedian);
    expectEnds(test.interval, ci95);
  });

  it('paired t, sleep', () => {
    const { pre, post, mean_diff, sd_diff, t, df, p, ci95, dz } = published.paired_t_sleep;
    const difference = given(pairedMeanDifference(pre, post));
    expectPrinted(difference.estimate, mean_diff);
    expectPrinted(difference.sd, sd_diff);
    expectPrinted(difference.t, t);
    expect(difference.degreesOfFreedom).toBe(df);
    expectPrinted(difference.p, p);
    expectEnds(difference.interval, ci95);
    expectPrinted(given(hedgesGz(pre, post)).uncorrected, dz);
  });

  it('scores before and after', () => {
    const fixture = published.pre_post_constructed;
    const { pre, post } = fixture;
    const difference = given(pairedMeanDifference(pre, post));
    expectPrinted(difference.estimate, fixture.diff);
    expectPrinted(difference.sd, fixture.sd_diff);
    expectPrinted(difference.t, fixture.t);
    expectEnds(difference.interval, fixture.ci95_diff);
    expectPrinted(given(meanAndSd(pre)).mean, fixture.mean_pre);
    expectPrinted(given(meanAndSd(post)).mean, fixture.mean_post);
    expectPrinted(
      given(relativeChange(pairedRatioOfMeans(pre, post, { seed: 1 }))).estimate,
      fixture.pct_of_means,
    );
    expectEnds(given(relativeChange(fiellerRatio(pre, post))).interval, fixture.fieller95);
    expectPrinted(given(hakeGain(pre, post, 100, { seed: 1 })).estimate, fixture.hake_g_of_means);
    const gz = given(hedgesGz(pre, post));
    expectPrinted(gz.uncorrected, fixture.dz);
    expectPrinted(gz.correction, fixture.J_exact_df11);
    expectPrinted(gz.estimate, fixture.hedges_gz);
    expectPrinted(given(hedgesDav(pre, post)).uncorrected, fixture.dav);
    expect(given(ceilingShare(post, 100)).estimate).toBe(0);
  });

  it('NIST StRD NumAcc1', () => {
    const { data, mean, sd } = published.nist_strd.NumAcc1;
    expect(given(meanAndSd(data))).toMatchObject({ mean, sd });
  });

  // The digits that double precision leaves beyond those given are held in description.unit.spec.ts.
  it.each(['NumAcc2', 'NumAcc3', 'NumAcc4'] as const)('NIST StRD %s, built as told', (name) => {
    const { build, mean, sd } = published.nist_strd[name];
    const [first = '', low = '', high = ''] = build.match(/\d+\.\d/g) ?? [];
    const rest = Array.from({ length: 1000 }, (_, i) => Number(i % 2 === 0 ? low : high));
    const found = given(meanAndSd([Number(first), ...rest]));
    expect(found.n).toBe(1001);
    expectPrinted(found.mean, mean);
    expect(found.sd / sd).toBeCloseTo(1, 7);
  });

  it.each([6, 7, 8] as const)('quantiles of type %i', (type) => {
    for (const [share, value] of Object.entries(published.quantiles[`type${type}`])) {
      expectPrinted(given(quantile(published.quantiles.x, Number(share), type)).estimate, value);
    }
  });

  it('quantiles of the distributions', () => {
    expectPrinted(normalCritical(0.95), published.distributions['qnorm_0.975']);
    expectPrinted(normalCritical(0.95), published.wilson95.z);
    expectPrinted(tCritical(0.95, 9), published.distributions['qt_0.975_df9']);
    expectPrinted(fQuantile(0.975, 5, 15), published.distributions['qf_0.975_5_15']);
  });

  it('XmR limits', () => {
    const limits = given(xmrLimits(published.xmr.x));
    expectPrinted(limits.mean, published.xmr.mean);
    expectPrinted(limits.meanMovingRange, published.xmr.mR);
    expectPrinted(limits.high, published.xmr.upper);
    expectPrinted(limits.low, published.xmr.lower);
  });

  it('pass^k', () => {
    const { n, c, 'k1..5': answers } = published.pass_hat_k;
    for (const [i, answer] of answers.entries()) {
      expectPrinted(given(passHatK([{ passed: c, runs: n }], i + 1)).estimate, answer);
    }
  });
});

function observationsOf({
  time,
  event,
}: {
  readonly time: readonly number[];
  readonly event: readonly number[];
}): Observation[] {
  return time.map((at, i) => ({ time: at, event: event[i] === 1 }));
}
