import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { instantFromMillis, parseJsonBody } from '#platform';
import { describeWithFixture } from '../../../test/support/fixtures.ts';
import { readStatements } from './batch.ts';
import { prepareStatement } from './normal-form.ts';

const authority = { mbox: 'mailto:lms@example.org' };
const stored = instantFromMillis(1_780_000_000_000);
const newId = () => 'aaaaaaaa-0000-4000-8000-000000000001';

describeWithFixture(
  'xapi/video-statements.json.gz',
  '22,000 real statements of the video profile',
  (path) => {
    const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
    const body = Buffer.from(`[${lines.join(',')}]`, 'utf8');
    const read = readStatements(
      parseJsonBody(body, { maxBytes: body.length, maxDepth: 100, maxStringLength: 1e6 }),
      {
        rules: '1.0',
        maxStatements: lines.length,
        lenient: false,
      },
    );

    it('are all valid by the rules of 1.0.3', () => {
      expect(read).toHaveLength(22_000);
    });

    it('have each their own content, and are kept as they were sent', () => {
      const hashes = new Set<string>();
      const assigned = { authority, stored, version: '1.0.0' };
      const different = read.filter(({ statement }) => {
        const prepared = prepareStatement(statement, { newId, authority, rules: '1.0' });
        hashes.add(prepared.contentHash);
        return !isDeepStrictEqual(JSON.parse(prepared.json(stored)), { ...statement, ...assigned });
      });
      expect(different).toEqual([]);
      expect(hashes.size).toBe(22_000);
    });
  },
);
