import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Store } from './core/store.ts';
import { openSnapshot } from './snapshot.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qbo-sim-'));
  file = path.join(folder, 'books.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = () => readFileSync(file, 'utf8').split('\n').length - 1;

test('a file that is mostly old is written anew, with everything in it', () => {
  const store = new Store();
  const snapshot = openSnapshot(store, file);
  const table = store.table<{ value: number }>('counters');
  let most = 0;
  for (let n = 0; n < 10_100; n += 1) {
    table.set(String(n % 50), { value: n });
    snapshot.save();
    if (n % 100 === 0) most = Math.max(most, lines());
  }
  expect(most).toBeGreaterThan(9_000);
  expect(lines()).toBeLessThan(200);
  const again = new Store();
  openSnapshot(again, file);
  expect([...again.table<{ value: number }>('counters').entries()].sort()).toEqual(
    [...table.entries()].sort(),
  );
});

test('nothing is written where nothing has changed, and what is deleted stays deleted', () => {
  const store = new Store();
  const snapshot = openSnapshot(store, file);
  const table = store.table<{ value: number }>('counters');
  table.set('a', { value: 1 });
  table.set('b', { value: 2 });
  snapshot.save();
  const before = lines();
  snapshot.save();
  expect(lines()).toBe(before);
  table.delete('a');
  snapshot.save();
  const again = new Store();
  openSnapshot(again, file);
  expect([...again.table('counters').keys()]).toEqual(['b']);
});

test('a command that was undone leaves what was there before', () => {
  const store = new Store();
  const snapshot = openSnapshot(store, file);
  const table = store.table<{ value: number }>('counters');
  table.set('a', { value: 1 });
  snapshot.save();
  expect(() =>
    store.atomically(() => {
      table.set('a', { value: 2 });
      table.set('b', { value: 3 });
      throw new Error('refused');
    }),
  ).toThrow('refused');
  snapshot.save();
  const again = new Store();
  openSnapshot(again, file);
  expect([...again.table('counters').entries()]).toEqual([['a', { value: 1 }]]);
});
