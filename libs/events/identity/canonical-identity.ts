import { createHash } from 'node:crypto';

/** How the world names a learner: one inverse functional identifier of xAPI, or an id of the HR system. */
export type Identity =
  | { readonly mbox: string }
  | { readonly mbox_sha1sum: string }
  | { readonly openid: string }
  | { readonly account: { readonly homePage: string; readonly name: string } }
  | { readonly hr: string };

/**
 * An identity as one string, equal exactly when the identities are:
 * `mbox:mailto:ada@example.org`, `mbox_sha1sum:<40 lower-case digits>`, `openid:<uri>`,
 * `account:<homePage>|<name>`, `hr:<id>`.
 */
export function canonicalIdentity(identity: Identity): string {
  if ('mbox' in identity) return `mbox:${canonicalMailbox(identity.mbox)}`;
  if ('mbox_sha1sum' in identity) return `mbox_sha1sum:${identity.mbox_sha1sum.toLowerCase()}`;
  if ('openid' in identity) return `openid:${identity.openid}`;
  if ('account' in identity) {
    // The first bar ends the homePage: an IRI cannot hold a bare one (RFC 3987), its only spelling there is %7C.
    return `account:${identity.account.homePage.replaceAll('|', '%7C')}|${identity.account.name}`;
  }
  return `hr:${identity.hr}`;
}

/**
 * Every canonical string that an actor of this identity may appear under, the identity's own first. A mailbox is also
 * known by its SHA-1 (xAPI 1.0.3 Data 2.4.2.3), computed by senders from the mailbox as they spell it, so both the
 * canonical and the given spelling count. A hash is only itself: nothing leads back to the mailbox.
 */
export function identityKeys(identity: Identity): readonly string[] {
  const own = canonicalIdentity(identity);
  if (!('mbox' in identity)) return [own];
  const canonical = canonicalMailbox(identity.mbox);
  const hashes = new Set([mailboxSha1(canonical), mailboxSha1(identity.mbox)]);
  return [own, ...[...hashes].map((hash) => `mbox_sha1sum:${hash}`)];
}

/** The identity that a canonical string stands for; null when it is not one. */
export function parseCanonicalIdentity(text: string): Identity | null {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0));
  const rest = text.slice(colon + 1);
  switch (kind) {
    case 'mbox':
      return { mbox: rest };
    case 'mbox_sha1sum':
      return { mbox_sha1sum: rest };
    case 'openid':
      return { openid: rest };
    case 'hr':
      return { hr: rest };
    case 'account': {
      const bar = rest.indexOf('|');
      return bar < 0 ? null : { account: { homePage: rest.slice(0, bar), name: rest.slice(bar + 1) } };
    }
    default:
      return null;
  }
}

/** The identity in the spelling that its canonical string has: what events carry in `identities[]`. */
export function normalIdentity(identity: Identity): Identity {
  if ('mbox' in identity) return { mbox: canonicalMailbox(identity.mbox) };
  if ('mbox_sha1sum' in identity) return { mbox_sha1sum: identity.mbox_sha1sum.toLowerCase() };
  if ('openid' in identity) return { openid: identity.openid };
  if ('hr' in identity) return { hr: identity.hr };
  return {
    account: { homePage: identity.account.homePage.replaceAll('|', '%7C'), name: identity.account.name },
  };
}

/**
 * A mailto IRI with scheme and domain in lower case. The local part is kept: RFC 5321, section 2.4, makes it
 * case-sensitive and leaves its meaning to the receiving host alone, so `Ada@` and `ada@` may be two people;
 * domains are compared without case (RFC 1035, and xAPI 1.0.3 Data 2.4.2.3 says so for mbox).
 */
export function canonicalMailbox(mbox: string): string {
  const at = mbox.lastIndexOf('@');
  const local = mbox.slice(0, at).replace(/^mailto:/i, 'mailto:');
  return at < 0 ? mbox : local + mbox.slice(at).toLowerCase();
}

/** The `mbox_sha1sum` of a mailto IRI: 40 lower-case hexadecimal digits. */
export function mailboxSha1(mbox: string): string {
  return createHash('sha1').update(mbox, 'utf8').digest('hex');
}
