import { describe, expect, it } from '@jest/globals';
import { BriefMemory } from './brief-memory.ts';

/** Looks up numbers that count how often it was asked; each answer waits to be let go. */
class Source {
  asked = 0;
  private readonly waiting: { answer(value: number): void; fail(error: Error): void }[] = [];

  readonly lookUp = (): Promise<number> => {
    this.asked += 1;
    return new Promise((answer, fail) => {
      this.waiting.push({ answer, fail });
    });
  };

  answer(value: number): void {
    this.waiting.shift()?.answer(value);
  }

  fail(): void {
    this.waiting.shift()?.fail(new Error('no answer'));
  }
}

describe('What is remembered for a while', () => {
  it('is looked up once by all who ask at the same time, and each name apart', async () => {
    const memory = new BriefMemory<number>(60_000, 10);
    const source = new Source();
    const all = [memory.of('a', source.lookUp), memory.of('a', source.lookUp), memory.of('b', source.lookUp)];
    expect(source.asked).toBe(2);
    source.answer(1);
    source.answer(2);
    expect(await Promise.all(all)).toEqual([1, 1, 2]);
    expect(await memory.of('a', source.lookUp)).toBe(1);
    expect(source.asked).toBe(2);
  });

  it('is looked up again when it is old, and when it was forgotten, also during a look-up', async () => {
    const source = new Source();
    const old = new BriefMemory<number>(0, 10);
    void old.of('a', source.lookUp);
    void old.of('a', source.lookUp);
    expect(source.asked).toBe(2);
    source.answer(0);
    source.answer(0);

    const memory = new BriefMemory<number>(60_000, 10);
    const before = memory.of('a', source.lookUp);
    memory.forget('a');
    const after = memory.of('a', source.lookUp);
    source.answer(1);
    source.answer(2);
    expect([await before, await after, await memory.of('a', source.lookUp)]).toEqual([1, 2, 2]);
  });

  it('does not remember a failure', async () => {
    const memory = new BriefMemory<number>(60_000, 10);
    const source = new Source();
    const failing = [memory.of('a', source.lookUp), memory.of('a', source.lookUp)];
    source.fail();
    await expect(Promise.all(failing)).rejects.toThrow('no answer');
    const again = memory.of('a', source.lookUp);
    source.answer(3);
    expect(await again).toBe(3);
  });

  it('is no more than it may hold', async () => {
    const memory = new BriefMemory<number>(60_000, 2);
    const counts = new Map<string, number>();
    const ask = (name: string) =>
      memory.of(name, () => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        return Promise.resolve(0);
      });
    for (const name of ['a', 'b', 'c', 'a', 'c']) await ask(name);
    expect(Object.fromEntries(counts)).toEqual({ a: 2, b: 1, c: 1 });
  });
});
