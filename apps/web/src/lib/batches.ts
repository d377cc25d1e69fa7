import { ApiProblem, NoAnswer } from './problem.ts';

/** Records that go in one request, and the key under which it does nothing twice. */
export interface Batch<Item> {
  readonly key: string;
  readonly items: readonly Item[];
}

/**
 * The API takes 200 at once. Fewer are answered within about a second: the count moves, stopping is soon heard, and
 * nobody who edits one of them waits long.
 */
export const batchSize = 50;

/** Groups cut into batches; no batch has items of two groups. */
export function inBatches<Item>(groups: readonly (readonly Item[])[]): Batch<Item>[] {
  return groups.flatMap((items) =>
    Array.from({ length: Math.ceil(items.length / batchSize) }, (_, at) => ({
      key: crypto.randomUUID(),
      items: items.slice(at * batchSize, (at + 1) * batchSize),
    })),
  );
}

const maxAttempts = 4;
const retryDelayMs = 1_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Sends batch after batch until it is stopped. One that is refused as a whole, or not answered, ends it with the error. */
export async function sendBatches<Item, Answer>(
  batches: readonly Batch<Item>[],
  options: {
    send: (items: readonly Item[], key: string) => Promise<Answer>;
    onAnswer: (batch: Batch<Item>, answer: Answer) => void;
    isStopped: () => boolean;
    wait?: (ms: number) => Promise<void>;
  },
): Promise<void> {
  const { send, onAnswer, isStopped, wait = pause } = options;
  for (const batch of batches) {
    for (let attempt = 1; ; attempt += 1) {
      if (isStopped() && attempt === 1) return;
      try {
        onAnswer(batch, await send(batch.items, batch.key));
        break;
      } catch (error) {
        if (!isUnanswered(error) || attempt === maxAttempts || isStopped()) throw error;
        await wait(retryDelayMs * 2 ** (attempt - 1));
      }
    }
  }
}

/** Whether nobody knows what became of a request: it may be sent again under its key. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof ApiProblem && error.status >= 500);
}
