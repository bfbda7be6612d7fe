import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

const SEQUENCE = 0x30;
const SHA256_WITH_RSA = der(SEQUENCE, Buffer.from('06092a864886f70d01010b0500', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');

/** An RSA key and its self-signed certificate (RFC 5280), as x5c has it: DER in base64. */
export function certifiedSigner(name = 'signer.example.org'): { key: KeyObject; certificate: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const attribute = der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(name)));
  const subject = der(SEQUENCE, der(0x31, attribute));
  const validity = der(
    SEQUENCE,
    der(0x17, Buffer.from('260101000000Z')),
    der(0x17, Buffer.from('460101000000Z')),
  );
  const [version, serial] = [der(0xa0, der(0x02, Buffer.of(2))), der(0x02, Buffer.of(1))];
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const content = der(SEQUENCE, version, serial, SHA256_WITH_RSA, subject, validity, subject, key);
  const signature = sign('sha256', content, privateKey);
  const certificate = der(SEQUENCE, content, SHA256_WITH_RSA, der(0x03, Buffer.of(0), signature));
  return { key: privateKey, certificate: certificate.toString('base64') };
}

/** One element of DER (X.690): its tag, its length, its content. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const length =
    content.byteLength < 128
      ? Buffer.of(content.byteLength)
      : Buffer.of(0x82, content.byteLength >> 8, content.byteLength & 0xff);
  return Buffer.concat([Buffer.of(tag), length, content]);
}
