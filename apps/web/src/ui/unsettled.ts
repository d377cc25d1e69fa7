import { useLayoutEffect, useRef } from 'react';

/** A field whose text does not mean anything yet: a name that is being typed, or still looked for. */
interface UnsettledField {
  text: () => string;
  /** Takes what the text means, as leaving the field does: now, or once the answer is there. */
  settle: () => void;
  /** Leaves the text behind as it is, where the field can. */
  leave: () => void;
}

/** How long a screen waits for answers before it says that it cannot save. */
const patienceMs = 5_000;
/** Somebody may type on in the field meanwhile; it is asked again what the text means. */
const askAgainMs = 200;

const fields = new Set<UnsettledField>();
let unknown: string[] = [];
let wake: (() => void) | undefined;

/** Has this field asked what its text means, for as long as `text` is something that was typed and not settled. */
export function useUnsettled(field: {
  text: string | undefined;
  settle: () => void;
  leave: () => void;
}): void {
  const now = useRef(field);
  useLayoutEffect(() => {
    now.current = field;
  });
  const isOpen = field.text !== undefined;
  useLayoutEffect(() => {
    if (!isOpen) return;
    const entry: UnsettledField = {
      text: () => now.current.text ?? '',
      settle: () => now.current.settle(),
      leave: () => now.current.leave(),
    };
    fields.add(entry);
    return () => {
      fields.delete(entry);
      wake?.();
    };
  }, [isOpen]);
}

export function hasUnsettled(): boolean {
  return fields.size > 0;
}

/** Says what is wrong with a text that means nothing, where the field itself does not keep it. */
export function reportUnknown(sentence: string): void {
  unknown.push(sentence);
}

/**
 * What is on screen is what is saved: whoever saves waits here until every typed name has become a record. Answers what
 * keeps it from that; then nothing may be saved.
 */
export async function settleFields(): Promise<string | undefined> {
  unknown = [];
  const end = Date.now() + patienceMs;
  while (fields.size > 0) {
    for (const field of [...fields]) field.settle();
    if (unknown.length > 0) break;
    const [first] = fields;
    const leftMs = end - Date.now();
    if (leftMs <= 0) return `“${first?.text()}” could not be looked up yet. Nothing was saved; try again.`;
    await new Promise<void>((resolve) => {
      wake = resolve;
      window.setTimeout(resolve, Math.min(leftMs, askAgainMs));
    });
  }
  return unknown.length === 0 ? undefined : `${unknown[0]} Nothing was saved.`;
}

/** The page may go: what was typed must be kept as it is. */
export function leaveFields(): void {
  for (const field of [...fields]) field.leave();
}
