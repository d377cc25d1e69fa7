/** What the pages of a list are made of, as far as keeping them current goes. */
export interface ListRow {
  readonly id: string;
}
export interface ListPage<Row extends ListRow> {
  items: Row[];
  nextCursor: string | null;
}
export interface LoadedPages<Row extends ListRow> {
  pages: ListPage<Row>[];
  pageParams: (string | null)[];
}

/** What the API says now of some of it. */
export interface Fresh<Row extends ListRow> {
  /** The first page, in the list's order. */
  first: ListPage<Row>;
  /** Which records were asked for by their ids, and those of them that the list still has. */
  asked: ReadonlySet<string>;
  found: readonly Row[];
}

/**
 * A long list with its first page and some of its rows replaced: each row once, none lost, in the order they were in.
 * Rows that a new one pushed off the first page stay behind it. Undefined when the fresh page does not meet what is
 * loaded: nobody knows what lies between them.
 */
export function mergePages<Row extends ListRow>(
  loaded: LoadedPages<Row>,
  { first, asked, found }: Fresh<Row>,
): LoadedPages<Row> | undefined {
  // The whole list is no longer than one page now.
  if (first.nextCursor === null) return { pages: [first], pageParams: loaded.pageParams.slice(0, 1) };
  const loadedIds = idsOf(loaded.pages.flatMap((page) => page.items));
  if (!first.items.some(({ id }) => loadedIds.has(id) && !asked.has(id))) return undefined;

  const firstIds = idsOf(first.items);
  const foundById = new Map(found.map((row) => [row.id, row]));
  const stay = (rows: readonly Row[]) =>
    rows.flatMap((row) => {
      if (firstIds.has(row.id)) return [];
      const now = asked.has(row.id) ? foundById.get(row.id) : row;
      return now ?? [];
    });
  const pages = loaded.pages.map((page, index) => ({
    ...page,
    items: index === 0 ? [...first.items, ...stay(page.items)] : stay(page.items),
  }));
  return { pages, pageParams: loaded.pageParams };
}

/** The beginning of a long list. */
export function firstPages<Row extends ListRow>(loaded: LoadedPages<Row>, count: number): LoadedPages<Row> {
  return { pages: loaded.pages.slice(0, count), pageParams: loaded.pageParams.slice(0, count) };
}

/** What was asked for and found without having been loaded, outside the first page: it may belong between loaded rows. */
export function strangersIn<Row extends ListRow>(
  loaded: LoadedPages<Row>,
  { first, found }: Pick<Fresh<Row>, 'first' | 'found'>,
): Row[] {
  const known = idsOf([...loaded.pages.flatMap((page) => page.items), ...first.items]);
  return found.filter(({ id }) => !known.has(id));
}

/** A row that moved down the list while its pages were fetched is on two of them: the later one is where it is now. */
export function withoutDoubles<Row extends ListRow, Pages extends { pages: ListPage<Row>[] }>(
  loaded: Pages,
): Pages {
  const count = loaded.pages.reduce((sum, page) => sum + page.items.length, 0);
  const lastPageOf = new Map(loaded.pages.flatMap((page, at) => page.items.map(({ id }) => [id, at])));
  if (lastPageOf.size === count) return loaded;
  const pages = loaded.pages.map((page, at) => ({
    ...page,
    items: page.items.filter(({ id }) => lastPageOf.get(id) === at),
  }));
  return { ...loaded, pages };
}

function idsOf(rows: readonly ListRow[]): Set<string> {
  return new Set(rows.map(({ id }) => id));
}
