import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { instantFromMillis } from '#platform';
import { defineEvent, upcastFrom, type EventDefinition } from './define-event.ts';
import { readCloudEvent } from './envelope/cloud-event.ts';

const name = z.string().min(1);

/** Three versions: `who`, then `learner`, then `learner` with a level in words. */
const badgeEarned = defineEvent({
  type: 'plumbline.badge.earned',
  version: 3,
  summary: 'A badge was earned.',
  data: z.strictObject({ learner: name, level: z.enum(['low', 'high']) }),
  upcasts: {
    1: upcastFrom(z.strictObject({ who: name, points: z.number() }), ({ who, points }) => ({
      learner: who,
      points,
    })),
    2: upcastFrom(z.strictObject({ learner: name, points: z.number() }), ({ learner, points }) => ({
      learner,
      level: points > 50 ? 'high' : 'low',
    })),
  },
  example: { learner: 'E-1', level: 'low' },
  subject: (data) => data.learner,
});
const types = new Map<string, EventDefinition>([[badgeEarned.type, badgeEarned]]);
const now = instantFromMillis(Date.UTC(2026, 6, 1));

function read(version: number | null, data: unknown) {
  const dataschema =
    version === null ? {} : { dataschema: `urn:plumbline:schema:plumbline.badge.earned:${version}` };
  const event = {
    specversion: '1.0',
    id: '1',
    source: '/badges',
    type: 'plumbline.badge.earned',
    ...dataschema,
    data,
  };
  return readCloudEvent(event, { now, types });
}

describe('upcasts', () => {
  it('bring the first version to the third, step by step, and keep what was sent', () => {
    const result = read(1, { who: 'E-7', points: 80 });
    expect(result).toMatchObject({
      ok: true,
      event: {
        version: 1,
        subject: 'E-7',
        data: '{"who":"E-7","points":80}',
        upcastData: '{"learner":"E-7","level":"high"}',
      },
    });
  });

  it('begin where the sender stands', () => {
    expect(read(2, { learner: 'E-7', points: 3 })).toMatchObject({
      ok: true,
      event: { upcastData: '{"learner":"E-7","level":"low"}' },
    });
    expect(read(3, { learner: 'E-7', level: 'high' })).toMatchObject({ ok: true, event: { upcastData: '' } });
    expect(read(null, { learner: 'E-7', level: 'high' })).toMatchObject({ ok: true, event: { version: 3 } });
  });

  it('refuse data that the named version never had', () => {
    expect(read(1, { learner: 'E-7', points: 3 })).toMatchObject({
      ok: false,
      errors: [{ pointer: '/data/who' }, { pointer: '/data/learner' }],
    });
    expect(read(4, { learner: 'E-7', level: 'high' })).toMatchObject({
      ok: false,
      errors: [{ pointer: '/dataschema' }],
    });
  });
});

describe('defineEvent', () => {
  it('does not take a type that lacks an upcast', () => {
    expect(() => defineEvent({ ...badgeEarned, upcasts: {} })).toThrow('no upcast from version 1');
  });

  it('does not take an example that is invalid', () => {
    expect(() => defineEvent({ ...badgeEarned, example: { learner: '', level: 'low' } })).toThrow(z.ZodError);
  });
});
