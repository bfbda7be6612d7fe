import { hash } from 'node:crypto';

/** An answer to `attachments=true` (xAPI 1.0.3 Communication 1.5.2): the JSON first, then the contents that are held. */
export interface Multipart {
  readonly contentType: string;
  readonly body: string;
}

/** The contents of attachments named by a fileUrl are not held here, so the JSON is the only part. */
export function multipartOf(json: string): Multipart {
  const boundary = `plumbline-${hash('sha256', json, 'hex')}`;
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    body: `--${boundary}\r\nContent-Type: application/json\r\n\r\n${json}\r\n--${boundary}--\r\n`,
  };
}
