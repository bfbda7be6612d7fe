import { z } from 'zod';
import type { Identity } from './canonical-identity.ts';

const iri = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/, 'Must be an IRI with a scheme.')
  .max(2048);

/** One way the world names a learner, as it stands in `identities[]` of an event. */
export const identitySchema: z.ZodType<Identity> = z.union([
  z.strictObject({
    mbox: z
      .string()
      .regex(/^mailto:[^\s@]+@[^\s@]+$/, 'Must have the form mailto:name@domain.')
      .max(1024),
  }),
  z.strictObject({
    mbox_sha1sum: z.string().regex(/^[0-9a-fA-F]{40}$/, 'Must be 40 hexadecimal digits.'),
  }),
  z.strictObject({ openid: iri }),
  z.strictObject({ account: z.strictObject({ homePage: iri, name: z.string().min(1).max(1024) }) }),
  z.strictObject({ hr: z.string().min(1).max(256) }),
]);
