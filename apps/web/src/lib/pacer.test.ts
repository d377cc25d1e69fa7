import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPacer } from './pacer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const gatherMs = 250;

/** A piece of work that says when it began and with which ids. */
function work(takesMs = 0) {
  const runs: { atMs: number; ids: string[] }[] = [];
  const beganAt = performance.now();
  const run = (ids: ReadonlySet<string>) => {
    runs.push({ atMs: performance.now() - beganAt, ids: [...ids] });
    return new Promise<void>((resolve) => setTimeout(resolve, takesMs));
  };
  return { run, runs };
}

test('what is asked for in a moment is one run, with all its ids', async () => {
  const pacer = openPacer(gatherMs);
  const { run, runs } = work();

  pacer.ask('list', 0, run, 'a');
  pacer.ask('list', 0, run, 'b');
  pacer.ask('list', 0, run, 'a');
  await vi.advanceTimersByTimeAsync(1_000);

  expect(runs).toEqual([{ atMs: 250, ids: ['a', 'b'] }]);
});

test('work with an interval begins at once and then no sooner than that, and the last change is never left out', async () => {
  const pacer = openPacer(gatherMs);
  const { run, runs } = work();

  for (let n = 0; n < 45; n += 1) {
    pacer.ask('totals', 2_000, run, String(n));
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(10_000);

  expect(runs.map(({ atMs }) => atMs)).toEqual([250, 2_250, 4_250, 6_250]);
  expect(runs.at(-1)?.ids.at(-1)).toBe('44');
  expect(runs.flatMap(({ ids }) => ids)).toHaveLength(45);
});

test('work of one name does not keep another waiting', async () => {
  const pacer = openPacer(gatherMs);
  const [totals, list] = [work(), work()];

  for (let n = 0; n < 4; n += 1) {
    pacer.ask('totals', 30_000, totals.run);
    pacer.ask('list', 0, list.run);
    await vi.advanceTimersByTimeAsync(500);
  }

  expect([totals.runs.length, list.runs.length]).toEqual([1, 4]);
});

test('slow work never runs twice at the same time: what is asked for meanwhile is one more run', async () => {
  const pacer = openPacer(gatherMs);
  const { run, runs } = work(3_000);

  pacer.ask('list', 0, run, 'a');
  await vi.advanceTimersByTimeAsync(1_000);
  pacer.ask('list', 0, run, 'b');
  pacer.ask('list', 0, run, 'c');
  await vi.advanceTimersByTimeAsync(10_000);

  expect(runs).toEqual([
    { atMs: 250, ids: ['a'] },
    { atMs: 3_500, ids: ['b', 'c'] },
  ]);
});

test('work that fails is done again when it is asked for again', async () => {
  const pacer = openPacer(gatherMs);
  const run = vi.fn(() => Promise.reject(new Error('No answer')));

  pacer.ask('list', 0, run);
  await vi.advanceTimersByTimeAsync(1_000);
  pacer.ask('list', 0, run);
  await vi.advanceTimersByTimeAsync(1_000);

  expect(run).toHaveBeenCalledTimes(2);
});

test('nothing begins after the end', async () => {
  const pacer = openPacer(gatherMs);
  const { run, runs } = work(1_000);

  pacer.ask('list', 0, run);
  pacer.ask('other', 0, run);
  await vi.advanceTimersByTimeAsync(300);
  pacer.ask('list', 0, run);
  pacer.close();
  await vi.advanceTimersByTimeAsync(10_000);

  expect(runs).toHaveLength(2);
});
