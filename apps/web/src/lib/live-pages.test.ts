import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LoadedPages, mergePages, strangersIn, withoutDoubles } from './live-pages.ts';

interface Row {
  id: string;
  says?: string;
}

const rows = (ids: string): Row[] => [...ids].map((id) => ({ id }));
const load = (...pages: string[]): LoadedPages<Row> => ({
  pages: pages.map((ids, at) => ({ items: rows(ids), nextCursor: `after ${at}` })),
  pageParams: pages.map((_, at) => (at === 0 ? null : `after ${at - 1}`)),
});
const first = (ids: string, nextCursor: string | null = 'more') => ({ items: rows(ids), nextCursor });
const show = (loaded: LoadedPages<Row> | undefined) =>
  loaded?.pages.map((page) => page.items.map(({ id, says }) => `${id}${says ?? ''}`).join('')).join(' ');

describe('the first page and some rows, merged into a long list,', () => {
  test.each<[what: string, first: string, asked: string, found: string, wanted: string]>([
    ['change nothing when nothing changed', 'abc', '', '', 'abc def ghi jkl'],
    ['put new rows on top; those they pushed out stay behind them', 'xya', '', '', 'xyabc def ghi jkl'],
    ['replace a row where it is', 'abc', 'h', 'h', 'abc def gh!i jkl'],
    ['take out what is no longer found', 'abc', 'eh', '', 'abc df gi jkl'],
    [
      'take out what the first page lost, and what moved up from the second is there once',
      'acd',
      'b',
      '',
      'acd ef ghi jkl',
    ],
    ['move up what changed its place', 'hab', 'h', 'h', 'habc def gi jkl'],
    ['show a row of the first page as the first page has it', 'abc', 'b', 'b', 'abc def ghi jkl'],
    ['leave out what was asked for and belongs elsewhere', 'abc', 'z', 'z', 'abc def ghi jkl'],
  ])('%s', (_, ids, asked, found, wanted) => {
    const merged = mergePages(load('abc', 'def', 'ghi', 'jkl'), {
      first: first(ids),
      asked: new Set(asked),
      found: rows(found).map((row) => ({ ...row, says: '!' })),
    });

    expect(show(merged)).toBe(wanted);
    expect(merged?.pages.at(-1)?.nextCursor).toBe('after 3');
    expect(merged?.pages).toHaveLength(merged?.pageParams.length ?? 0);
  });

  test('are the whole list when it is no longer than a page', () => {
    const merged = mergePages(load('abc', 'def'), { first: first('ae', null), asked: new Set(), found: [] });

    expect(merged).toEqual({ pages: [{ items: rows('ae'), nextCursor: null }], pageParams: [null] });
  });

  test.each([
    ['has only rows that are not loaded', 'xyz', ''],
    ['meets the loaded ones in nothing but a row that may have moved', 'xyh', 'h'],
  ])('cannot be when the first page %s', (_, ids, asked) => {
    const fresh = { first: first(ids), asked: new Set(asked), found: rows(asked) };

    expect(mergePages(load('abc', 'def', 'ghi', 'jkl'), fresh)).toBeUndefined();
  });

  test('are what the server has, whatever was added on top, changed or deleted: no row twice, none lost, in order', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('add' as const) }),
      fc.record({ kind: fc.constantFrom('change' as const, 'delete' as const), at: fc.nat(39) }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.integer({ min: 3, max: 9 }), (changes, size) => {
        let server: Row[] = Array.from({ length: 40 }, (_, n) => ({ id: `old ${n}` }));
        const pages = [0, 1, 2, 3].map((at) => ({
          items: server.slice(at * size, (at + 1) * size),
          nextCursor: `after ${at}`,
        }));
        const loaded = { pages, pageParams: [null, 'after 0', 'after 1', 'after 2'] };
        const behind = server.slice(4 * size);
        const asked = new Set<string>();
        changes.forEach((one, n) => {
          if (one.kind === 'add') server = [{ id: `new ${n}` }, ...server];
          else {
            const id = `old ${one.at}`;
            asked.add(id);
            if (one.kind === 'delete') server = server.filter((row) => row.id !== id);
            else server = server.map((row) => (row.id === id ? { id, says: `at ${n}` } : row));
          }
        });

        const merged = mergePages(loaded, {
          first: { items: server.slice(0, size), nextCursor: server.length > size ? 'more' : null },
          asked,
          found: server.filter(({ id }) => asked.has(id)),
        });

        if (merged === undefined) {
          // More was added, changed or deleted than one page shows.
          expect(changes.length).toBeGreaterThanOrEqual(size);
          return;
        }
        const behindIds = new Set(behind.map(({ id }) => id));
        const shown = merged.pages.flatMap((page) => page.items);
        const isWhole = merged.pages.at(-1)?.nextCursor === null;
        // What was behind the loaded pages and moved into the first one is there; the rest of it is still to be fetched.
        const firstIds = new Set(server.slice(0, size).map(({ id }) => id));
        const wanted = server.filter(({ id }) => isWhole || firstIds.has(id) || !behindIds.has(id));
        expect(shown).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });
});

test('what was found without having been loaded, and is not on the first page, is a stranger', () => {
  const found = rows('bxz');
  const strangers = strangersIn(load('abc', 'def'), { first: first('xab'), found });

  expect(strangers).toEqual(rows('z'));
});

test('a row that is on two pages is shown on the later one', () => {
  const loaded = load('abc', 'def', 'bgh');

  expect(show(withoutDoubles(loaded))).toBe('ac def bgh');
  const single = load('abc', 'def');
  expect(withoutDoubles(single)).toBe(single);
});
