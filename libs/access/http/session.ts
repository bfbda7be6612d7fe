import { createHmac, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'plumbline_session';
const LIFETIME_SECONDS = 8 * 60 * 60;

/** Signs and reads the cookie that a browser gets after a sign-in with a key: `keyId.expiry.signature`. */
export class Sessions {
  constructor(
    private readonly secret: string,
    private readonly nowSeconds: () => number = () => Math.floor(Date.now() / 1000),
  ) {}

  /** The `Set-Cookie` value for a key that was just checked. */
  issue(keyId: string): string {
    const body = `${keyId}.${this.nowSeconds() + LIFETIME_SECONDS}`;
    return `${SESSION_COOKIE}=${body}.${this.sign(body)}; Path=/dashboards; HttpOnly; SameSite=Strict; Max-Age=${LIFETIME_SECONDS}`;
  }

  /** The key id of a `Cookie` header, or null when there is no session, it has ended, or its signature is wrong. */
  read(cookieHeader: string | undefined): string | null {
    const value = (cookieHeader ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
      ?.slice(SESSION_COOKIE.length + 1);
    const [keyId, expiry, signature] = value?.split('.') ?? [];
    if (!keyId || !expiry || !signature) return null;
    const expected = Buffer.from(this.sign(`${keyId}.${expiry}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return Number(expiry) > this.nowSeconds() ? keyId : null;
  }

  private sign(body: string): string {
    return createHmac('sha256', this.secret).update(body).digest('base64url');
  }
}
