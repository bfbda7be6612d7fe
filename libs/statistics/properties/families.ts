import type * as statistics from '../index.ts';

/** Names of the functions of this library; a family lists those that share laws, and its spec has a case for each. */
type Name = keyof typeof statistics;

export const ONE_SAMPLE = [
  'mean',
  'meanAndSd',
  'meanInterval',
  'quantile',
  'xmrLimits',
  'benjaminiHochberg',
  'ceilingShare',
  'bootstrapValues',
  'bootstrapClustered',
  'bootstrap',
] as const satisfies readonly Name[];

export const COUNTS = [
  'wilson',
  'clopperPearson',
  'poissonRate',
  'newcombeDifference',
  'pairedProportionDifference',
] as const satisfies readonly Name[];

export const PAIRED = [
  'ratioOfMeans',
  'pairedRatioOfMeans',
  'fiellerRatio',
  'pairedMeanDifference',
  'resampledMeanDifference',
  'hedgesGz',
  'hedgesDav',
  'gzDistributionFree',
  'davDistributionFree',
  'hakeGain',
  'hakeGainOfMany',
  'wilcoxonSignedRank',
  'bootstrapPaired',
] as const satisfies readonly Name[];

export const TWO_SAMPLE = [
  'meanDifference',
  'geometricMeanRatio',
  'hedgesG',
  'mannWhitney',
  'hodgesLehmannShift',
] as const satisfies readonly Name[];

export const SURVIVAL_OF_ONE = [
  'kaplanMeier',
  'survivalAt',
  'survivalQuantile',
  'survivalMedian',
  'quantileOfCurve',
  'restrictedMean',
] as const satisfies readonly Name[];

export const SURVIVAL_OF_TWO = [
  'logRank',
  'stratifiedLogRank',
  'commonHorizon',
  'restrictedMeanDifference',
  'stratifiedRestrictedMeanDifference',
] as const satisfies readonly Name[];

export const TABLES = [
  'withinSubjectVariance',
  'withinSubjectRatio',
  'passHatK',
  'intraclassCorrelation',
  'judgesAgreement',
  'krippendorffAlpha',
  'krippendorffAlphaInterval',
  'cohenKappa',
  'fleissKappa',
] as const satisfies readonly Name[];

/** What turns one answer into another. */
export const TRANSFORMS = ['relativeChange', 'reduction'] as const satisfies readonly Name[];

/** Classes: no statistics; random.unit.spec.ts has their laws. */
export const CLASSES = ['Generator'] as const satisfies readonly Name[];
