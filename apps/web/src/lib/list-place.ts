import type { HistoryLocation } from '@tanstack/react-router';

/** Where somebody was in a list when they opened one of its records. */
interface Place {
  rowId: string;
  scrollTop: number;
}

/** By the entry of the browser's history that is the list: Back finds its place again, a new visit begins at the top. */
const places = new Map<string, Place>();

export function keepPlace({ state }: HistoryLocation, place: Place): void {
  if (state.__TSR_key !== undefined) places.set(state.__TSR_key, place);
}

export function placeAt({ state }: HistoryLocation): Place | undefined {
  return places.get(state.__TSR_key ?? '');
}
