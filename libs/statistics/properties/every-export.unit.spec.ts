import { expect, it } from '@jest/globals';
import * as statistics from '../index.ts';
import * as families from './families.ts';

it('every export is in exactly one family, each of which has laws for all its members', () => {
  expect(Object.values(families).flat().sort()).toEqual(Object.keys(statistics).sort());
});
