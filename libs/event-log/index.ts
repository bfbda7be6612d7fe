export {
  EVENT_LOG,
  type AppendOutcome,
  type AppendRequest,
  type AppendResult,
  type CandidateEvent,
  type EventLog,
  type StatementColumns,
} from './event-log.ts';
export { DEFAULT_LIMITS, GroupedInsertLog, type GroupedInsertLimits } from './grouped-insert-log.ts';
export { Reconciliation, type RebuiltFact } from './reconciliation/reconciliation.ts';
export { Store, serverAddress, type StoreOptions } from './store/store.ts';
export { WATERMARK, type Watermark } from '#platform';
export { storeProblem } from './store/store-problem.ts';
export { identityKey } from './append-group.ts';
export { takenIdentities } from './identities/identities.query.ts';
export { knownIdentities } from './identities/known-identities.ts';
