import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { KeyStore } from '#access';
import { EVENT_LOG, type EventLog } from '#event-log';
import {
  addDuration,
  badRequest,
  CLOCK,
  type Clock,
  ID_SOURCE,
  type IdSource,
  type Principal,
  SETTINGS_TOKEN,
  type Settings,
} from '#platform';
import { canonicalActor } from '../actor/canonical-actor.ts';
import { DOCUMENT_STORE, type DocumentStore } from '../documents/document-store.ts';
import { readBatch } from '../store/statement-batch.ts';
import { CMI5_CATEGORY, cmi5Extension, LAUNCH_DATA, VERBS } from './cmi5-terms.ts';
import type { Launched, LaunchRequest } from './launch.schema.ts';

/** Prepares a session of cmi5: what its AU will find, the token for its credentials, and the word that it was launched. */
export class LaunchSessionCommand extends Command<Launched> {
  constructor(
    readonly principal: Principal,
    readonly request: LaunchRequest,
    /** where the AU reaches this server, without a slash at its end */
    readonly server: string,
  ) {
    super();
  }
}

@CommandHandler(LaunchSessionCommand)
export class LaunchSessionHandler implements ICommandHandler<LaunchSessionCommand> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(DOCUMENT_STORE) private readonly documents: DocumentStore,
    @Inject(KeyStore) private readonly keys: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ID_SOURCE) private readonly ids: IdSource,
    @Inject(SETTINGS_TOKEN) private readonly settings: Settings,
  ) {}

  async execute({ principal, request, server }: LaunchSessionCommand): Promise<Launched> {
    const { registration, activityId, origins } = request;
    const actor = canonicalActor(request.actor);
    if (actor === null) throw new TypeError('An Agent has an identifier.');
    this.log.requireWriter();
    const session = { id: this.ids.uuid(), registration, actor };
    const launchData = launchDataOf(request, session.id);
    const key = { kind: 'state', activity: activityId, agent: actor, registration, id: LAUNCH_DATA } as const;
    await this.documents.write(principal, key, () => ({
      contentType: 'application/json',
      content: Buffer.from(JSON.stringify(launchData)),
    }));
    const expiresAt = addDuration(this.clock.now(), `PT${this.settings.cmi5SessionHours}H`);
    const token = await this.keys.launch(principal.tenant, { session, origins, expiresAt });
    if (request.sayLaunched) await this.say(principal, launchedStatement(request, launchData));
    const parameters = {
      endpoint: `${server}/xapi/`,
      fetch: `${server}/v1/cmi5/fetch/${token}`,
      actor: JSON.stringify(request.actor),
      registration,
      activityId,
    };
    return {
      session: session.id,
      expiresAt,
      parameters,
      url: request.url === undefined ? null : withParameters(request.url, parameters),
    };
  }

  private async say(principal: Principal, statement: object): Promise<void> {
    const { events } = readBatch(statement, {
      principal,
      rules: '1.0',
      statementId: null,
      newId: () => this.ids.uuid(),
      maxStatements: 1,
    });
    const { tenant, keyId } = principal;
    await this.log.append({ tenant, recordedBy: keyId, events, atomic: true });
  }
}

/** @throws Problem 400 where nothing says by which id the publisher knows the AU */
function launchDataOf({ launchData, publisherId }: LaunchRequest, session: string) {
  const { contextTemplate, ...rest } = launchData;
  const { contextActivities = {}, extensions = {} } = contextTemplate;
  const named = contextActivities.grouping ?? [];
  const own = publisherId === undefined || named.some(({ id }) => id === publisherId) ? [] : [publisherId];
  const grouping = [...own.map((id) => ({ id })), ...named];
  if (grouping.length === 0) {
    const reason =
      'Name the id that the publisher gave the AU, here or in launchData.contextTemplate.contextActivities.grouping (cmi5 9.6.2.3): programs know the AU by it.';
    throw badRequest('The launch names no publisher id.', [{ pointer: '/publisherId', reason }]);
  }
  return {
    ...rest,
    contextTemplate: {
      contextActivities: { ...contextActivities, grouping },
      extensions: {
        ...extensions,
        [cmi5Extension('sessionid')]: session,
        // Launched tells it too, but a unit whose clock is behind speaks as if it were not launched yet.
        [cmi5Extension('launchmode')]: launchData.launchMode,
      },
    },
  };
}

/** cmi5 9.3.1 and 9.6.3. */
function launchedStatement(
  { actor, registration, activityId, url }: LaunchRequest,
  { contextTemplate, launchParameters, masteryScore, moveOn }: ReturnType<typeof launchDataOf>,
) {
  const { contextActivities, extensions } = contextTemplate;
  return {
    actor,
    verb: { id: VERBS.launched, display: { en: 'launched' } },
    object: { objectType: 'Activity', id: activityId },
    context: {
      registration,
      contextActivities: {
        ...contextActivities,
        category: [...(contextActivities.category ?? []), { id: CMI5_CATEGORY }],
      },
      extensions: {
        ...extensions,
        [cmi5Extension('moveon')]: moveOn,
        ...(url === undefined ? {} : { [cmi5Extension('launchurl')]: url }),
        ...(masteryScore === undefined ? {} : { [cmi5Extension('masteryscore')]: masteryScore }),
        ...(launchParameters === undefined ? {} : { [cmi5Extension('launchparameters')]: launchParameters }),
      },
    },
  };
}

/** cmi5 8.1: a query that the URL has already stays, and so does its fragment. */
function withParameters(text: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(text);
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  url.search = [...(url.search === '' ? [] : [url.search.slice(1)]), ...query].join('&');
  return url.href;
}
