import { flushSync } from 'react-dom';

/** A line or two beyond the edge: what comes into view is written out a frame later. */
const margin = '60px 0px';
/** Lines of a first screen, with some to spare. */
const firstLines = 30;

/**
 * Which lines of an order are written out in fields: those near the screen. Every field costs the browser time at every
 * key, wherever it is; two hundred lines of them would cost more than a frame.
 */
export interface NearLines {
  subscribe: (listener: () => void) => () => void;
  isNear: (key: string) => boolean;
  /** Follows where the row of a line is; answers how to stop. */
  watch: (key: string, row: HTMLElement) => () => void;
  /** Writes these lines out now, so that the focus can go to them. */
  bring: (...keys: (string | undefined)[]) => void;
}

export function createNearLines(lines: readonly { key: string }[], focused?: string): NearLines {
  const near = new Set(lines.slice(0, firstLines).map(({ key }) => key));
  if (focused !== undefined) near.add(focused);
  const listeners = new Set<() => void>();
  const keys = new WeakMap<Element, string>();
  let observer: IntersectionObserver | undefined;

  function tell() {
    for (const listener of listeners) listener();
  }

  function onMoved(entries: readonly IntersectionObserverEntry[]) {
    for (const { target, isIntersecting } of entries) {
      const key = keys.get(target);
      if (key === undefined) continue;
      if (isIntersecting) near.add(key);
      // What somebody types in stays, wherever it was scrolled to, and what still waits for an answer.
      else if (!target.contains(document.activeElement) && target.querySelector('[data-unsettled]') === null)
        near.delete(key);
    }
    tell();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isNear: (key) => near.has(key),
    watch(key, row) {
      keys.set(row, key);
      observer ??= new IntersectionObserver(onMoved, { root: row.closest('main'), rootMargin: margin });
      observer.observe(row);
      return () => observer?.unobserve(row);
    },
    bring(...wanted) {
      const far = wanted.filter((key) => key !== undefined).filter((key) => !near.has(key));
      if (far.length === 0) return;
      for (const key of far) near.add(key);
      flushSync(tell);
    },
  };
}
