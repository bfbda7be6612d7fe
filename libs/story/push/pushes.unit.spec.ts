import { describe, expect, it } from '@jest/globals';
import { readCloudEvent } from '#events';
import type { Instant } from '#platform';
import { checkStatement } from '#xapi';
import { editions } from '../calendar.ts';
import { generateLoad } from '../load.ts';
import { generateStory } from '../story.ts';
import type { PushRequest } from './pack.ts';

/** What the catalogue and the statement rules have against a request; nothing, when all of it is well formed. */
function faultsOf(request: PushRequest, now: Instant): unknown[] {
  if (request.kind === 'xapi') {
    const rules = request.version === '2.0.0' ? '2.0' : '1.0';
    return request.statements.flatMap((statement) => checkStatement(statement, rules));
  }
  return request.events.flatMap((event) => {
    const read = readCloudEvent(event, { now });
    return read.ok ? [] : read.errors;
  });
}

describe('what a story pushes', () => {
  it('is well formed, the dirt too', () => {
    const { pushes } = generateStory({ seed: 'plumbline' });
    expect(pushes.flatMap((push) => faultsOf(push.request, push.at))).toEqual([]);
  });

  it('is well formed in a load', () => {
    const load = [...generateLoad({ seed: 1, events: 3_000, programs: 2 })];
    expect(load.flatMap(({ request }) => faultsOf(request, editions.second.knownBy))).toEqual([]);
  });
});
