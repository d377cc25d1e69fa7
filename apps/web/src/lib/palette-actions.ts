import { useEffect, useSyncExternalStore } from 'react';

/** Something the command palette offers while a screen is open: what can be done to the record on it. */
export interface PaletteAction {
  id: string;
  label: string;
  run: () => void;
}

let current: readonly PaletteAction[] = [];
const listeners = new Set<() => void>();

function set(actions: readonly PaletteAction[]): void {
  current = actions;
  for (const listener of listeners) listener();
}

/** Offers actions for as long as the screen is open; the array must be the same while nothing changes. */
export function usePaletteActions(actions: readonly PaletteAction[]): void {
  useEffect(() => {
    set(actions);
    return () => set([]);
  }, [actions]);
}

export function useCurrentPaletteActions(): readonly PaletteAction[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
