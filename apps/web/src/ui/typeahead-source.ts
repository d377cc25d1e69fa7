import { keepPreviousData, queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Something that can be chosen by typing. */
export interface Choice {
  id: string;
  label: string;
  /** Told apart by: a code, a city. */
  hint?: string | undefined;
  /** Found by as well, but not shown. */
  keywords?: string | undefined;
}

/** A first page of what was asked for; complete when there is no more. */
interface Catalogue<Item> {
  items: Item[];
  isComplete: boolean;
}

/** Where choices come from: one request for all of them while they are few, searches on the server once they are many. */
export interface ChoiceSource<Item extends Choice> {
  /** Names it among the queries: ['accounts', 'picker', 'seller']. */
  key: readonly string[];
  fetch: (query: string, signal: AbortSignal) => Promise<Catalogue<Item>>;
}

const searchDelayMs = 150;

export function catalogueQuery<Item extends Choice>(source: ChoiceSource<Item>) {
  return queryOptions({
    queryKey: [...source.key, ''],
    queryFn: ({ signal }) => source.fetch('', signal),
    staleTime: 5 * 60_000,
  });
}

/** What fits the typed text. No key stroke waits: while the server is asked, what is known already is shown. */
export function useChoices<Item extends Choice>(source: ChoiceSource<Item>, typed: string) {
  const catalogue = useQuery(catalogueQuery(source));
  const isComplete = catalogue.data?.isComplete === true;
  const settled = useSettled(typed.trim());
  const needsServer = catalogue.data !== undefined && !isComplete && settled !== '';
  const search = useQuery({
    queryKey: [...source.key, settled],
    queryFn: needsServer ? ({ signal }: { signal: AbortSignal }) => source.fetch(settled, signal) : skipToken,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const isServerWanted = catalogue.data !== undefined && !isComplete && typed.trim() !== '';
  const local = matching(catalogue.data?.items ?? [], typed);
  const isAnswered = search.isError || (search.isSuccess && !search.isPlaceholderData);
  const isSettled = !isServerWanted || (settled === typed.trim() && isAnswered);
  const found = isServerWanted && search.data ? matching(search.data.items, typed, isSettled) : local;
  const error = catalogue.error ?? search.error;
  return {
    // When the server could not be asked, the first of those known is not what was meant.
    items: error !== null ? [] : (found.length > 0 ? found : local).slice(0, shownAtMost),
    /** Whether this is the answer to what is typed now, and not to an earlier key. */
    isSettled: catalogue.isError || (catalogue.data !== undefined && isSettled),
    error,
  };
}

const shownAtMost = 50;

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), searchDelayMs);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}

/**
 * Every typed word begins a word of the label or hint, in any order; those that begin with the whole text come first.
 * With `all`, nothing is left out: the server knows more ways to find something than its name.
 */
export function matching<Item extends Choice>(items: readonly Item[], typed: string, all = false): Item[] {
  const text = fold(typed.trim());
  if (text === '') return [...items];
  const words = text.split(/\s+/);
  const ranked = items.flatMap((item) => {
    const label = fold(item.label);
    const parts = `${label} ${fold(item.hint ?? '')} ${fold(item.keywords ?? '')}`.split(/[^\p{L}\p{N}.]+/u);
    const fits = words.every((word) => parts.some((part) => part.startsWith(word)));
    if (!fits) return all ? [{ item, rank: 3 }] : [];
    return [{ item, rank: label === text ? 0 : label.startsWith(text) ? 1 : 2 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

/** Case and accents do not matter when something is looked for. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
