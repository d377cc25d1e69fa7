import { readStored, writeStored } from './stored.ts';

/**
 * Work that is not saved yet, per person and record, so that a reload, a crash or a lost session costs nothing.
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

export function readDraft<Form>(userId: string, name: string, shape: number): StoredDraft<Form> | undefined {
  const isDraft = (value: unknown): value is StoredDraft<Form> =>
    typeof value === 'object' &&
    value !== null &&
    'form' in value &&
    'savedAt' in value &&
    'shape' in value &&
    value.shape === shape;
  return readStored(keyOf(userId, name), isDraft);
}

/** Answers whether it could be kept. */
export function writeDraft(userId: string, name: string, shape: number, form: unknown): boolean {
  return writeStored(keyOf(userId, name), { savedAt: new Date().toISOString(), shape, form });
}

export function dropDraft(userId: string, name: string): void {
  writeStored(keyOf(userId, name), undefined);
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
