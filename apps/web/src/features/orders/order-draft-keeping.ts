import { useEffect, useState } from 'react';
import { dropDraft } from '../../lib/drafts.ts';
import { leaveFields } from '../../ui/unsettled.ts';
import { keepOrderDraft, type OrderDraft } from './order-drafts.ts';
import type { OrderForm } from './order-form.ts';
import type { OrderFormStore } from './order-form-store.ts';
import { isChanged } from './order-wire.ts';

/** Keeping two hundred lines is work: seldom while somebody types, between two keys, and at once when the page goes. */
const draftPauseMs = 1000;
/** Somebody who types without a pause must not keep it from being kept. */
const draftPatienceMs = 1000;

interface Kept {
  userId: string;
  name: string;
  base: OrderDraft['base'];
  /** What a new order starts from. */
  start: OrderForm;
  createKey: string;
}

/** Keeps unsaved work on this browser, a moment after the last key. */
export function useDraftKeeping({ store, ...kept }: Kept & { store: OrderFormStore }): DraftKeeper {
  const [keeper] = useState(() => createDraftKeeper(store, kept));
  useEffect(() => keeper.follow(kept));
  useEffect(() => keeper.start(), [keeper]);
  return keeper;
}

interface DraftKeeper {
  /** What is kept, as the screen has it now. */
  follow: (kept: Kept) => void;
  /** Answers how to stop, which keeps what is due. */
  start: () => () => void;
  /** Everything typed is stored, or given up. */
  clear: () => void;
  /** The order is stored and goes on at another address, with what was typed since. */
  moveTo: (name: string, base: OrderDraft['base'], isAllStored: boolean) => void;
}

function createDraftKeeper(store: OrderFormStore, first: Kept): DraftKeeper {
  let kept = first;
  let isMoved = false;
  let timer: number | undefined;
  /** The form that needs no keeping. */
  let cleared: OrderForm | undefined;

  function keep() {
    window.clearTimeout(timer);
    timer = undefined;
    const { userId, name, base, start, createKey } = kept;
    const form = store.get();
    if (form === cleared) return;
    if (!isChanged(form, base?.form ?? start)) dropDraft(userId, name);
    else keepOrderDraft(userId, name, { form, base, createKey });
  }
  // What was kept meanwhile, because the page went, is not kept again.
  const keepIfDue = () => {
    if (timer !== undefined) keep();
  };
  function clear() {
    window.clearTimeout(timer);
    timer = undefined;
    cleared = store.get();
    dropDraft(kept.userId, kept.name);
  }

  return {
    follow(now) {
      if (!isMoved) kept = now;
    },
    start() {
      const unsubscribe = store.subscribe(() => {
        timer ??= window.setTimeout(() => whenIdle(keepIfDue), draftPauseMs);
      });
      // A reload or a closed tab does not wait for the pause, nor for the name in a field to be found.
      const onHide = () => {
        leaveFields();
        keepIfDue();
      };
      window.addEventListener('pagehide', onHide);
      // A phone may end a page that is out of sight without a word.
      document.addEventListener('visibilitychange', keepIfDue);
      return () => {
        unsubscribe();
        window.removeEventListener('pagehide', onHide);
        document.removeEventListener('visibilitychange', keepIfDue);
        keepIfDue();
      };
    },
    clear,
    moveTo(name, base, isAllStored) {
      clear();
      isMoved = true;
      kept = { ...kept, name, base };
      if (isAllStored) return;
      cleared = undefined;
      keep();
    },
  };
}

function whenIdle(run: () => void): void {
  // Safari has no idle time to offer.
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: draftPatienceMs });
  else run();
}
