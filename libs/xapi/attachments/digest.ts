/** The algorithm of a SHA-2 in hexadecimal digits, which its length tells (xAPI 1.0.3 Data 2.4.11). */
export function digestOf(sha2: string): 'sha224' | 'sha256' | 'sha384' | 'sha512' {
  switch (sha2.length) {
    case 56:
      return 'sha224';
    case 96:
      return 'sha384';
    case 128:
      return 'sha512';
    default:
      return 'sha256';
  }
}
