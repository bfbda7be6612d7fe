export { hiddenRows, type CountedRow } from './suppression/suppression.ts';
