import { readStored, writeStored, writeStoredText } from './stored.ts';

/**
 * Work that is not saved yet, per person and record, so that a reload, a crash or a lost session costs nothing. It is
 * kept twice: for this tab, so that two tabs with the same record do not take it from each other, and for the browser.
 * It stays on this browser: what was not saved was not told to anybody.
 */
export interface StoredDraft<Form> {
  /** When it was last typed in, for "unsaved work from 14:05". */
  savedAt: string;
  /** The shape of `form`: work of an older shape is not read as something it is not. */
  shape: number;
  form: Form;
}

const prefix = 'pace.draft';

function keyOf(userId: string, name: string): string {
  return `${prefix}.${userId}.${name}`;
}

/** The work of this tab; without any, what was left behind on this browser. */
export function readDraft<Form>(userId: string, name: string, shape: number): StoredDraft<Form> | undefined {
  const isShaped = (value: unknown): value is StoredDraft<Form> => isDraft(value) && value.shape === shape;
  const key = keyOf(userId, name);
  return readStored(key, isShaped, 'tab') ?? readStored(key, isShaped);
}

/** Answers whether it could be kept. */
export function writeDraft(userId: string, name: string, shape: number, form: unknown): boolean {
  const key = keyOf(userId, name);
  const draft = JSON.stringify({ savedAt: new Date().toISOString(), shape, form });
  writeStoredText(key, draft, 'tab');
  return writeStoredText(key, draft);
}

/** Drops the work of this tab. What another tab has typed into the same record since is its own, and stays. */
export function dropDraft(userId: string, name: string): void {
  const key = keyOf(userId, name);
  const own = readStored(key, isDraft, 'tab');
  const shared = readStored(key, isDraft);
  writeStored(key, undefined, 'tab');
  if (own === undefined || own.savedAt === shared?.savedAt) writeStored(key, undefined);
}

function isDraft(value: unknown): value is StoredDraft<unknown> {
  return (
    typeof value === 'object' && value !== null && 'form' in value && 'savedAt' in value && 'shape' in value
  );
}

/** All drafts whose name begins like this, newest first. */
export function listDrafts<Form>(userId: string, namePrefix: string, shape: number) {
  const start = keyOf(userId, namePrefix);
  const names = allKeys().flatMap((key) =>
    key.startsWith(start) ? [key.slice(keyOf(userId, '').length)] : [],
  );
  return names
    .flatMap((name) => {
      const draft = readDraft<Form>(userId, name, shape);
      return draft === undefined ? [] : [{ name, draft }];
    })
    .sort((a, b) => b.draft.savedAt.localeCompare(a.draft.savedAt));
}

function allKeys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
