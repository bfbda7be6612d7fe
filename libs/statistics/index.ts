export type { Answer, Cannot, CannotReason, Estimate, Interval } from './result.ts';

export { mean, meanAndSd } from './description/mean.ts';
export { meanInterval } from './description/mean-interval.ts';
export { quantile, type QuantileType } from './description/quantile.ts';
export { xmrLimits, type XmrLimits } from './description/xmr-limits.ts';

export { wilson } from './proportion/wilson.ts';
export { clopperPearson } from './proportion/clopper-pearson.ts';
export { newcombeDifference, type Share } from './proportion/newcombe-difference.ts';
export { pairedProportionDifference, type PairedCounts } from './proportion/paired-difference.ts';
export { poissonRate } from './rate/poisson-rate.ts';

export { Generator } from './random/generator.ts';
export type { Seed } from './random/seed.ts';
export {
  bootstrap,
  type BootstrapEstimate,
  type BootstrapOptions,
  type IndexStatistic,
} from './random/bootstrap.ts';
export type { RatioOptions } from './random/ratio-bootstrap.ts';
export { bootstrapClustered, bootstrapPaired, bootstrapValues } from './random/bootstrap-units.ts';

export { pairedRatioOfMeans, ratioOfMeans } from './paired/ratio-of-means.ts';
export { fiellerRatio } from './paired/fieller-ratio.ts';
export {
  pairedMeanDifference,
  resampledMeanDifference,
  type MeanDifference,
} from './paired/mean-difference.ts';
export { hedgesDav, hedgesGz, type StandardizedDifference } from './paired/standardized-difference.ts';
export { davDistributionFree, gzDistributionFree } from './paired/distribution-free.ts';
export { hakeGain, hakeGainOfMany } from './paired/hake-gain.ts';
export { ceilingShare } from './paired/ceiling-share.ts';
export { wilcoxonSignedRank, type SignedRank } from './paired/wilcoxon-signed-rank.ts';

export { meanDifference, type IndependentMeanDifference } from './two-sample/mean-difference.ts';
export { geometricMeanRatio } from './two-sample/geometric-mean-ratio.ts';
export { hedgesG } from './two-sample/hedges-g.ts';
export { hodgesLehmannShift, mannWhitney, type MannWhitney } from './two-sample/mann-whitney.ts';

export type { Observation } from './survival/observation.ts';
export type { SurvivalScale } from './survival/pointwise-limits.ts';
export {
  kaplanMeier,
  survivalAt,
  type SurvivalCurve,
  type SurvivalOptions,
  type SurvivalStep,
} from './survival/kaplan-meier.ts';
export {
  quantileOfCurve,
  survivalMedian,
  survivalQuantile,
  type SurvivalQuantile,
} from './survival/survival-quantile.ts';
export { restrictedMean, type RestrictedMean } from './survival/restricted-mean.ts';
export { commonHorizon, type Stratum } from './survival/common-horizon.ts';
export {
  restrictedMeanDifference,
  stratifiedRestrictedMeanDifference,
  type RestrictedMeanDifference,
  type RestrictedMeanOptions,
  type StratifiedDifference,
  type StratifiedOptions,
  type StratumWeights,
} from './survival/restricted-mean-difference.ts';
export { logRank, stratifiedLogRank, type LogRank } from './survival/log-rank.ts';

export { withinSubjectVariance, type WithinSubject } from './repeatability/within-subject.ts';
export { withinSubjectRatio, type RepeatedCluster } from './repeatability/within-subject-ratio.ts';
export { passHatK, type Passes, type PassHatK } from './repeatability/pass-hat-k.ts';

export type { AgreementMetric, Rating } from './agreement/coincidences.ts';
export {
  krippendorffAlpha,
  krippendorffAlphaInterval,
  type KrippendorffAlpha,
} from './agreement/krippendorff-alpha.ts';
export {
  intraclassCorrelation,
  type IccForm,
  type IntraclassCorrelation,
} from './agreement/intraclass-correlation.ts';
export { judgesAgreement } from './agreement/judges-agreement.ts';
export { cohenKappa, type CohenKappa, type KappaWeights } from './agreement/cohen-kappa.ts';
export { fleissKappa, type FleissKappa } from './agreement/fleiss-kappa.ts';

export { reduction, relativeChange } from './comparison/relative-change.ts';
export { benjaminiHochberg } from './comparison/benjamini-hochberg.ts';
