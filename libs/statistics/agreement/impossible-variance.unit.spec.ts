import { describe, expect, it } from '@jest/globals';
import { refused } from '#test/support/answers';
import { cohenKappa } from './cohen-kappa.ts';
import { intraclassCorrelation } from './intraclass-correlation.ts';

describe('agreement that the formulas put beyond its bounds', () => {
  // Two judges who swap their ratings: BMS 0.25, JMS 0.25, EMS 30.25, so that agreement of means would be 2.03.
  const swapped = [
    [1, 6],
    [7, 1],
  ];

  it('the mean of k cannot where its estimated variance is below zero', () => {
    expect(refused(intraclassCorrelation(swapped, 'ICC(2,k)'))).toBe('zero-denominator');
  });

  it('kappa cannot with a weight below zero', () => {
    const weights = [
      [0, -1],
      [1, 0],
    ];
    expect(refused(cohenKappa(swapped, weights))).toBe('out-of-range');
  });
});
