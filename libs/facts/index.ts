export { instantColumn, originColumns, originOf, type FactOrigin } from './fact.ts';
export { ByIdentity } from './by-identity.ts';
export { FactMemory } from './fact-memory.ts';
export { FactQuery, momentParameter, type FactQueryDefinition } from './fact-query.ts';
export { markAt } from './fact-marks.ts';
export { growthOf, noteGrowth, type Growth } from './growth.ts';
export { compareInstants, countUpTo, countWhile, cutKey, lastBy, occurredBy } from './occurred.ts';
