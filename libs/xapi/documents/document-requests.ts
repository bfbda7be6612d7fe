import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  badRequest,
  instantToMillis,
  jsonLimitsOf,
  notFound,
  SETTINGS_TOKEN,
  type Principal,
  type Settings,
} from '#platform';
import type { Preconditions } from '#platform/http';
import { requireNoLaunchData, requireOwnDocuments } from '../cmi5/session-key.ts';
import { isHeaderValue } from '../http/header-value.ts';
import type { RawParameters } from '../http/query-parameters.ts';
import { negotiateVersion } from '../http/version-header.ts';
import type { DocumentKey, DocumentKind } from './document-key.ts';
import {
  readDocumentParameters,
  type DocumentAsk,
  type ManyDocuments,
  type OneDocument,
} from './document-parameters.ts';
import { DOCUMENT_STORE, type DocumentStore } from './document-store.ts';
import type { Document } from './documents.query.ts';
import { merged } from './merge.ts';
import {
  entityTag,
  readDocumentPreconditions,
  requireKnowledge,
  requirePreconditions,
} from './preconditions.ts';

/** One request to a document resource. */
export interface DocumentRequest {
  readonly kind: DocumentKind;
  readonly principal: Principal;
  readonly request: FastifyRequest;
  readonly parameters: RawParameters;
}

/** What the document resources do with requests; they differ by their parameters alone. */
@Injectable()
export class DocumentRequests {
  constructor(
    @Inject(DOCUMENT_STORE) private readonly documents: DocumentStore,
    @Inject(SETTINGS_TOKEN) private readonly settings: Settings,
  ) {}

  /** One document as it was sent, or the ids of those of a scope. */
  async get(asked: DocumentRequest, reply: FastifyReply): Promise<Buffer | string> {
    const { principal } = asked;
    const read = ownDocuments(asked, 'list');
    if (read.kind === 'many') {
      const listed = await this.documents.list(principal.tenant, read.scope, read.since);
      void reply.type('application/json; charset=utf-8');
      return JSON.stringify([...new Set(listed.map(({ id }) => id))]);
    }
    const found = await this.documents.find(principal.tenant, read.key);
    if (found === null) throw notFound(`There is no document ${JSON.stringify(read.key.id)} here.`);
    void reply
      .header('ETag', entityTag(found.sha1))
      .header('Last-Modified', new Date(instantToMillis(found.updatedAt)).toUTCString())
      .header('Content-Type', givenType(found));
    return found.content;
  }

  async put(asked: DocumentRequest): Promise<void> {
    const { key, sent, rules, conditions } = this.writing(asked);
    await this.documents.write(asked.principal, key, (standing) => {
      const sha1 = standing?.sha1 ?? null;
      requireKnowledge(conditions, { kind: asked.kind, sha1, rules });
      requirePreconditions(conditions, sha1, rules);
      return sent;
    });
  }

  async post(asked: DocumentRequest): Promise<void> {
    const { key, sent, rules, conditions } = this.writing(asked);
    await this.documents.write(asked.principal, key, (standing) => {
      requirePreconditions(conditions, standing?.sha1 ?? null, rules);
      return merged(standing, sent, jsonLimitsOf(this.settings));
    });
  }

  /** Of a document that is not there nothing is left to delete: that is what was asked for. */
  async delete(asked: DocumentRequest): Promise<void> {
    const { kind, principal } = asked;
    const read = ownDocuments(asked, kind === 'state' ? 'delete' : 'never');
    requireNoLaunchData(principal, read.kind === 'many' ? null : read.key.id);
    if (read.kind === 'many') return this.documents.deleteAll(principal, read.scope);
    const rules = rulesOf(asked);
    const conditions = preconditionsOf(asked);
    await this.documents.write(principal, read.key, (standing) => {
      requirePreconditions(conditions, standing?.sha1 ?? null, rules);
      return standing === null ? null : 'delete';
    });
  }

  private writing(asked: DocumentRequest): {
    key: DocumentKey;
    sent: Document;
    rules: ReturnType<typeof rulesOf>;
    conditions: Preconditions;
  } {
    const read = ownDocuments(asked, 'never');
    if (read.kind === 'many') throw new TypeError('A request that writes names its document.');
    requireNoLaunchData(asked.principal, read.key.id);
    return {
      key: read.key,
      sent: sentDocument(asked.request),
      rules: rulesOf(asked),
      conditions: preconditionsOf(asked),
    };
  }
}

/** What a request names, which its key may read and write. @throws Problem */
function ownDocuments(asked: DocumentRequest, many: DocumentAsk['many']): OneDocument | ManyDocuments {
  const { kind, principal, parameters } = asked;
  const read = readDocumentParameters(parameters, { kind, rules: rulesOf(asked), many });
  requireOwnDocuments(principal, read.kind === 'many' ? read.scope : read.key);
  return read;
}

function rulesOf({ request }: DocumentRequest) {
  return negotiateVersion(request.headers['x-experience-api-version']).rules;
}

function preconditionsOf({ request: { headers } }: DocumentRequest): Preconditions {
  return readDocumentPreconditions({
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
  });
}

/** Of a type that no header can give back, as forms were once allowed to bring it, nothing is said but that it is bytes. */
function givenType({ contentType }: Document): string {
  return isHeaderValue(contentType) ? contentType : 'application/octet-stream';
}

/** The body as it came: what it is called is kept with it and given back. */
function sentDocument({ headers, body }: FastifyRequest): Document {
  const contentType = headers['content-type'];
  if (contentType === undefined) {
    const reason = 'A document is sent with a Content-Type, which is given back with it.';
    throw badRequest(reason, [{ pointer: 'Content-Type', reason }]);
  }
  return { contentType, content: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
}
