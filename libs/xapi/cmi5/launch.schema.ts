import { webOrigins } from '#access';
import { z } from 'zod';
import { iriParameter, uuidParameter } from '../http/query-parameters.ts';
import { partSchemas } from '../statement/statement.schema.ts';

const { agent, activity, extensions } = partSchemas();
const url = z.url({ protocol: /^https?$/, message: 'Must be an http:// or https:// URL.' });
const activities = z.array(activity).optional();

/** cmi5 10.2: what the AU finds in LMS.LaunchData. The id of the session is set here. */
const launchData = z.strictObject({
  contextTemplate: z
    .strictObject({
      contextActivities: z
        .strictObject({ parent: activities, grouping: activities, category: activities, other: activities })
        .optional(),
      extensions: extensions.optional(),
    })
    .prefault({}),
  launchMode: z.enum(['Normal', 'Browse', 'Review']).default('Normal'),
  launchMethod: z.enum(['OwnWindow', 'AnyWindow']).optional(),
  launchParameters: z.string().optional(),
  masteryScore: z.number().min(0).max(1).optional(),
  moveOn: z
    .enum(['Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed', 'NotApplicable'])
    .default('NotApplicable'),
  returnURL: url.optional(),
  entitlementKey: z
    .strictObject({ courseStructure: z.string().optional(), alternate: z.string().optional() })
    .optional(),
});

/** An AU that an LMS launches for a learner. */
export const launchRequest = z.strictObject({
  actor: agent,
  registration: uuidParameter,
  /** of the AU, as the LMS names it: the object of every statement that cmi5 defines */
  activityId: iriParameter,
  /** of the AU, as its publisher names it: programs know it by this; it stands in grouping */
  publisherId: iriParameter.optional(),
  /** where the AU is; answered with the launch's parameters behind it */
  url: url.optional(),
  /** web origins that the content may come from; none: it asks from no page of another origin */
  origins: webOrigins.default([]),
  /** whether launched is said here, as the LMS; false: the LMS says it itself */
  sayLaunched: z.boolean().default(true),
  launchData: launchData.prefault({}),
});
export type LaunchRequest = z.output<typeof launchRequest>;

/** cmi5 8.1: what the LMS puts behind the URL of the AU. */
export const launched = z.object({
  session: z.string(),
  expiresAt: z.iso.datetime(),
  parameters: z.object({
    endpoint: z.string(),
    fetch: z.string(),
    actor: z.string(),
    registration: z.string(),
    activityId: z.string(),
  }),
  /** null: the request named none */
  url: z.string().nullable(),
});
export type Launched = z.output<typeof launched>;
