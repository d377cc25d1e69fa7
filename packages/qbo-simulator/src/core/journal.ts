/** What was asked and answered, call by call. Kept in memory up to a limit; the counts go on beyond it. */

export const callClasses = ['Core', 'CorePlus', 'Batch', 'OAuth', 'User'] as const;
export type CallClass = (typeof callClasses)[number];

export interface JournalEntry {
  readonly no: number;
  /** Simulated time. */
  readonly at: string;
  readonly atMs: number;
  readonly realm: string | undefined;
  /** Whose token it came with. */
  app: string | undefined;
  readonly class: CallClass;
  readonly entity: string | undefined;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly minorversion: string | undefined;
  readonly requestId: string | undefined;
  readonly tid: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestBody: string | undefined;
  status: number;
  responseBody: string | undefined;
  /** What the client got instead of the answer, when a fault rule was at work. */
  delivery: string | undefined;
  faultCode: string | undefined;
  rules: readonly string[];
  /** Answered from the request-id store: nothing was done. */
  isReplay: boolean;
  flags: readonly string[];
  durationMs: number;
}

export interface CallCounts {
  total: number;
  byClass: Record<string, number>;
  byEntity: Record<string, number>;
  byOperation: Record<string, number>;
}

export class Journal {
  private readonly entries: JournalEntry[] = [];
  private readonly limit: number;
  readonly keepsBodies: boolean;
  private next: number;
  private listeners = new Set<(entry: JournalEntry) => void>();

  constructor(options: { limit: number; keepsBodies: boolean; startAt: number }) {
    this.limit = options.limit;
    this.keepsBodies = options.keepsBodies;
    this.next = options.startAt;
  }

  /** The number of the last entry. */
  get lastNo(): number {
    return this.next - 1;
  }

  /** The number of the oldest entry that is still here. */
  get firstNo(): number {
    return this.entries[0]?.no ?? this.next;
  }

  takeNo(): number {
    this.next += 1;
    return this.next - 1;
  }

  add(entry: JournalEntry): void {
    this.entries.push(entry);
    // Twice the limit before anything is thrown away, so that this happens rarely.
    if (this.entries.length > this.limit * 2) this.entries.splice(0, this.entries.length - this.limit);
  }

  /** Called once the answer is known. */
  finish(entry: JournalEntry): void {
    for (const listener of this.listeners) listener(entry);
  }

  onEntry(listener: (entry: JournalEntry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  has(no: number): boolean {
    const first = this.entries[0];
    return first !== undefined && no >= first.no && this.entries[no - first.no]?.no === no;
  }

  /** Undefined once it has been thrown away. */
  find(no: number): JournalEntry | undefined {
    return this.entries[no - this.firstNo];
  }

  select(filter: {
    realm?: string;
    sinceMs?: number;
    class?: string;
    afterNo?: number;
    limit: number;
  }): JournalEntry[] {
    const found: JournalEntry[] = [];
    // The newest of what matches, oldest first.
    for (let at = this.entries.length - 1; at >= 0 && found.length < filter.limit; at -= 1) {
      const entry = this.entries[at];
      if (entry !== undefined && matches(entry, filter)) found.push(entry);
    }
    return found.reverse();
  }

  count(filter: { realm?: string; sinceMs?: number }): CallCounts {
    const counts: CallCounts = { total: 0, byClass: {}, byEntity: {}, byOperation: {} };
    for (const entry of this.entries) {
      if (entry.class === 'User' || !matches(entry, filter)) continue;
      counts.total += 1;
      counts.byClass[entry.class] = (counts.byClass[entry.class] ?? 0) + 1;
      if (entry.entity !== undefined)
        counts.byEntity[entry.entity] = (counts.byEntity[entry.entity] ?? 0) + 1;
      counts.byOperation[entry.operation] = (counts.byOperation[entry.operation] ?? 0) + 1;
    }
    return counts;
  }

  /** The numbers that are missing between the oldest entry and the newest. */
  gaps(): number[] {
    const missing: number[] = [];
    for (let at = 1; at < this.entries.length; at += 1) {
      const before = this.entries[at - 1]?.no ?? 0;
      const no = this.entries[at]?.no ?? 0;
      for (let n = before + 1; n < no; n += 1) missing.push(n);
    }
    return missing;
  }
}

/** A call without what was sent: enough for a list. */
export function callSummary({
  headers: _headers,
  requestBody: _request,
  responseBody: _response,
  ...rest
}: JournalEntry): Omit<JournalEntry, 'headers' | 'requestBody' | 'responseBody'> {
  return rest;
}

function matches(
  entry: JournalEntry,
  {
    realm,
    sinceMs,
    class: class_,
    afterNo,
  }: { realm?: string; sinceMs?: number; class?: string; afterNo?: number },
): boolean {
  return (
    (realm === undefined || entry.realm === realm) &&
    (sinceMs === undefined || entry.atMs >= sinceMs) &&
    (class_ === undefined || entry.class.toLowerCase() === class_.toLowerCase()) &&
    (afterNo === undefined || entry.no > afterNo)
  );
}
