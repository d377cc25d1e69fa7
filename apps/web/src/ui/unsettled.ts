/** A field whose text does not mean anything yet: a name that is being typed, or still looked for. */
export interface UnsettledField {
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

/** Answers how to take the field off again. */
export function addUnsettled(field: UnsettledField): () => void {
  fields.add(field);
  return () => {
    fields.delete(field);
    wake?.();
  };
}

export function hasUnsettled(): boolean {
  return fields.size > 0;
}

/** A text that names nothing, in a field that cannot keep it. */
export function reportUnknown(text: string): void {
  unknown.push(text);
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
    const [first] = fields;
    const leftMs = end - Date.now();
    if (leftMs <= 0) return `“${first?.text()}” could not be looked up yet. Nothing was saved; try again.`;
    await new Promise<void>((resolve) => {
      wake = resolve;
      window.setTimeout(resolve, Math.min(leftMs, askAgainMs));
    });
  }
  return unknown.length === 0
    ? undefined
    : `Nothing is called “${unknown[0]}”. Choose from the list; nothing was saved.`;
}

/** The page may go: what was typed must be kept as it is. */
export function leaveFields(): void {
  for (const field of [...fields]) field.leave();
}
