import type { Principal } from '#platform';
import type { JsonObject } from '../statement/json-value.ts';

/** The system whose accounts are the keys of this server. */
const KEYS_HOME = 'urn:plumbline:keys';

/** Who answers for a statement: the key that sent it, as an Agent (xAPI 1.0.3 Data 2.4.9). Its name stays private. */
export function authorityOf({ keyId }: Principal): JsonObject {
  return { objectType: 'Agent', account: { homePage: KEYS_HOME, name: keyId } };
}
