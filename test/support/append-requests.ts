import type { AppendRequest } from '#event-log';

/** A request of one event, a module completed, as intake hands it to the log. */
export function aModuleCompleted(tenant: string, id: string): AppendRequest {
  const event = {
    source: 'https://tools.example.org',
    id,
    type: 'plumbline.module.completed',
    version: 1,
    subject: 'l',
    program: 'p',
    occurredAt: null,
    identities: [],
    contentHash: 'a'.repeat(64),
    attributes: '',
    data: JSON.stringify({ learner: 'l', module: 'm', program: 'p' }),
    upcastData: '',
  };
  return { tenant, recordedBy: 'key', events: [event], atomic: true };
}
