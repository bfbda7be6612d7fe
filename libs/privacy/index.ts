export type { Plan } from './suppression/plan.ts';
export { planOnThread } from './planner/planner.ts';
export {
  cellsOf,
  type Cell,
  type CountedPerson,
  type Disclosure,
  type LastingSum,
  type Moment,
} from './suppression/cell.ts';
