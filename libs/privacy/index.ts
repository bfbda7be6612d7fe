export { hiddenRows, type CountedRow } from './suppression/hidden-rows.ts';
export { planSuppression, type Plan } from './suppression/plan.ts';
export {
  cellsOf,
  type Cell,
  type CountedPerson,
  type Disclosure,
  type LastingSum,
  type Moment,
} from './suppression/cell.ts';
