import type { Schemas } from '@pace/api-client';
import { type Batch, batchSize, inBatches, isUnanswered, sendBatches } from './batches.ts';
import { count, formatNumber } from './format.ts';
import { dropWork, type LongWork, putWork, type Refused } from './long-work.ts';
import { describeAway, describeError, describeRefusal } from './problem.ts';
import { announce } from './undo.tsx';

/** A record as the person saw it. */
export interface BulkItem {
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

/** One command for many records, each of which answers for itself. */
export interface BulkCommand<Item extends BulkItem> {
  readonly userId: string;
  readonly topic: string;
  /** One of them: `order`. */
  readonly noun: string;
  /** `Cancelling`, `cancelled` */
  readonly words: { readonly doing: string; readonly done: string };
  /** Items of two groups never go in one request. */
  readonly groups: readonly (readonly Item[])[];
  readonly send: (items: readonly Item[], key: string) => Promise<Schemas['BulkResult']>;
  /** Told after each batch which of them have changed. */
  readonly onChanged: (ids: string[]) => void;
  /** Reads anew what shows these. */
  readonly refresh: (ids: string[]) => Promise<unknown>;
  /** The command that takes it back, from the versions that it made; absent where taking back is what it does. */
  readonly reverse?: (changed: Item[]) => BulkCommand<Item>;
}

/** Gives the command to all of them, batch by batch, wherever the person goes meanwhile. */
export function startBulk<Item extends BulkItem>(command: BulkCommand<Item>): Promise<void> {
  const { noun, words, reverse, userId, topic } = command;
  const id = crypto.randomUUID();
  const batches = inBatches(command.groups);
  const total = batches.reduce((sum, { items }) => sum + items.length, 0);
  const changed: Item[] = [];
  const refused: Refused[] = [];
  let answered = 0;
  let isStopped = false;

  function show(work: Pick<LongWork, 'state' | 'text' | 'progress' | 'actions' | 'stop'>) {
    putWork({ id, userId, topic, refused: [...refused], ...work });
  }

  function showRunning() {
    const progress = { done: changed.length + refused.length, total };
    const text = `${words.doing} ${count(total, noun)}`;
    if (isStopped) return show({ state: 'running', text: `${text}: stopping`, progress });
    const stop = () => {
      isStopped = true;
      showRunning();
    };
    show({ state: 'running', text, progress, stop, actions: [{ label: 'Stop', run: stop }] });
  }

  function onAnswer({ items }: Batch<Item>, { results }: Schemas['BulkResult']) {
    answered += 1;
    const before = changed.length;
    for (const item of items) {
      const result = results.find((one) => one.id === item.id);
      if (result?.ok && result.version !== null) changed.push({ ...item, version: result.version });
      else refused.push({ id: item.id, name: item.name, why: why(result?.error) });
    }
    command.onChanged(changed.slice(before).map((item) => item.id));
    showRunning();
  }

  async function run(): Promise<void> {
    isStopped = false;
    showRunning();
    let error: unknown;
    try {
      const { send } = command;
      await sendBatches(batches.slice(answered), { send, onAnswer, isStopped: () => isStopped });
    } catch (problem) {
      error = problem;
    }
    if (answered === batches.length) finish();
    else halt(error);
    await command.refresh(changed.map((item) => item.id));
  }

  const undo =
    reverse &&
    (() => {
      dropWork(id);
      return startBulk(reverse(changed));
    });
  const undoing = () => (undo && changed.length > 0 ? [{ label: 'Undo', run: () => void undo() }] : []);

  function finish() {
    const text = `${count(changed.length, noun)} ${words.done}`;
    // What was over at once and went well needs no more than everything else that just happens.
    if (refused.length === 0 && total <= batchSize) {
      dropWork(id);
      announce(text, undo && { run: undo });
    } else show({ state: 'done', text: `${text}.`, actions: undoing() });
  }

  function halt(error: unknown) {
    const left = total - changed.length - refused.length;
    const sofar = `${formatNumber(changed.length)} of ${count(total, noun)} ${words.done}.`;
    const goOn = { label: `Go on with ${formatNumber(left)}`, run: () => void run() };
    show({
      state: 'halted',
      text: error === undefined ? `Stopped. ${sofar}` : `${sofar} ${whyHalted(error, batches[answered])}`,
      // Of a batch that was not answered nobody knows what to take back.
      actions: isUnanswered(error) ? [goOn] : [goOn, ...undoing()],
    });
  }

  return run();
}

function why(error: Parameters<typeof describeRefusal>[0] | null | undefined): string {
  return error ? describeRefusal(error) : 'The server said nothing of it.';
}

function whyHalted(error: unknown, batch: Batch<unknown> | undefined): string {
  if (!isUnanswered(error)) return describeError(error);
  const many = formatNumber(batch?.items.length ?? 0);
  return `${describeAway(error)} Going on sends the next ${many} again; what was done already is not done twice.`;
}
