import './order-entry.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useHotkeys } from '../../lib/hotkeys.ts';
import { useKeptState } from '../../lib/kept-work.ts';
import { isProblem } from '../../lib/problem.ts';
import { useMe } from '../../lib/session.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { hasUnsettled, settleFields } from '../../ui/unsettled.ts';
import { carriedLine, carryFocus, useCarriedFocus } from './carried-focus.ts';
import { createNearLines } from './near-lines.ts';
import { OrderConflict } from './order-conflict.tsx';
import { useDraftKeeping } from './order-draft-keeping.ts';
import { editDraftName, keepOrderDraft, type OrderDraft } from './order-drafts.ts';
import { OrderEntryBar } from './order-entry-bar.tsx';
import { OrderEntryFoot, OrderEntryHead } from './order-entry-head.tsx';
import {
  OutdatedNotice,
  RestoredNotice,
  SavedBeforeNotice,
  type Warning,
  WarningNotice,
} from './order-entry-notices.tsx';
import { type OrderForm, toForm } from './order-form.ts';
import { createOrderFormStore } from './order-form-store.ts';
import { OrderLinesGrid } from './order-lines-grid.tsx';
import { mergeOrders } from './order-merge.ts';
import { conflictingOrder, findErrors, type Saved, useOrderSaving, warningsOf } from './order-saving.ts';
import { type FormErrors, isChanged, isPlaced, toFormErrors } from './order-wire.ts';
import { type Order, orderQuery, takeStep } from './orders.queries.ts';
import { withIds, withKeys } from './stored-lines.ts';
import { useFormErrors } from './use-form-errors.ts';
import { useOtherPerson } from './use-other-person.ts';

interface EntryProps {
  /** The order that is changed; absent for a new one. */
  order: Order | undefined;
  /** What a new order starts from. */
  start: OrderForm;
  /** Unsaved work found on this browser. */
  draft: { savedAt: string; form: OrderDraft } | undefined;
  /** The name under which unsaved work is kept. */
  draftName: string;
}

/** Writing and changing an order: parties and terms, lines, live totals. Nothing typed is ever lost. */
export function OrderEntry({ order, start, draft, draftName }: EntryProps) {
  const me = useMe();
  const navigate = useNavigate();
  const saving = useOrderSaving();
  const [store] = useState(() => createOrderFormStore(draft?.form.form ?? start));
  const [near] = useState(() => createNearLines(store.get().lines, carriedLine(store.get())));
  const [base, setBase] = useState(() =>
    order === undefined
      ? undefined
      : { id: order.id, form: start, version: order.version, ...draft?.form.base },
  );
  const [createKey, setCreateKey] = useState(() => draft?.form.createKey ?? crypto.randomUUID());
  const { errors, tell } = useFormErrors(store);
  const [reason, setReason] = useKeptState(
    `${draftName}.reason`,
    '',
    (kept) => (typeof kept === 'string' ? kept : undefined),
    (typed) => typed !== '',
  );
  const [isRestored, setRestored] = useState(draft !== undefined);
  const [theirs, setTheirs] = useState<Order>();
  /** What is asked before it goes on: whether a confirmation was wanted. */
  const [warned, setWarned] = useState<{
    andConfirm: boolean;
    warnings: Warning[];
  }>();
  const wantsConfirm = useRef(false);

  const draftKeeper = useDraftKeeping({ store, userId: me.id, name: draftName, base, start, createKey });
  useCarriedFocus(store);

  // Live events refresh the query; somebody else's newer version is shown before it is in the way.
  const current = useQuery({ ...orderQuery(base?.id ?? ''), enabled: base !== undefined }).data;
  const isOutdated = base !== undefined && current !== undefined && current.version > base.version;
  const who = useOtherPerson(base?.id);
  const state = current ?? order;
  const isFrozen = state?.qboDocId != null;
  const canConfirm = state === undefined || state.allowedActions.includes('confirm');
  const needsReason = state !== undefined && state.revision > 0;

  function save(andConfirm: boolean, acknowledge: string[] = [], form = store.get(), on = base) {
    if (saving.isPending || !isHere.current) return;
    // What the server said of the last try says nothing of this one.
    saving.reset();
    wantsConfirm.current = andConfirm;
    setWarned(undefined);
    const found = findErrors({ form, base: on, andConfirm });
    tell(found, form);
    if (found.size > 0) return focusFirstError(found);
    // The answer is heard also by a screen that was left meanwhile.
    saving.mutateAsync({ form, base: on, createKey, andConfirm, reason, acknowledge }).then(
      (saved) => onSaved(saved, form),
      (error: unknown) => onRefused(error, form, andConfirm),
    );
  }

  const latestSave = useRef(save);
  const isHere = useRef(true);
  const isSettling = useRef(false);
  useEffect(() => {
    latestSave.current = save;
  });
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  /** What is on screen is what is saved: a name that is still looked for is waited for. */
  async function saveTyped(andConfirm: boolean) {
    if (isSettling.current) return;
    if (hasUnsettled()) {
      isSettling.current = true;
      const problem = await settleFields();
      isSettling.current = false;
      if (problem !== undefined) return announceError(new Error(problem));
      if (!isHere.current) return;
    }
    latestSave.current(andConfirm);
  }

  function onSaved({ order: saved, isConfirmed, obstacle }: Saved, sent: OrderForm) {
    const form = withKeys(toForm(saved), sent);
    const next = { id: saved.id, version: saved.version, form };
    const isAllStored = store.get() === sent;
    if (obstacle !== undefined) announceError(obstacle);
    if (isConfirmed) announce(`${saved.orderNo} confirmed`, { run: () => takeStep('reopen', saved) });
    else if (obstacle === undefined) announce(`${saved.orderNo} saved`);
    setReason('');
    if (isConfirmed || base === undefined) {
      carryFocus(store.get());
      if (!isAllStored) store.replace(withIds(store.get(), form));
      draftKeeper.moveTo(editDraftName(saved.id), next, isAllStored);
      if (!isHere.current) return;
      // The order goes on at another address; nothing more is saved from here.
      isHere.current = false;
      const params = { orderId: saved.id };
      void navigate(
        isConfirmed
          ? { to: '/orders/$orderId', params }
          : { to: '/orders/$orderId/edit', params, replace: true },
      );
      return;
    }
    draftKeeper.clear();
    setRestored(false);
    setBase(next);
    // Typing may have gone on while the answer was on its way: only what was new gets its id.
    store.replace(isAllStored ? form : withIds(store.get(), form));
    if (obstacle !== undefined && isProblem(obstacle)) {
      focusFirstError(tell(toFormErrors(obstacle.fieldErrors, form), form));
    }
  }

  function onRefused(error: unknown, form: OrderForm, andConfirm: boolean) {
    if (!isHere.current) return announceError(error);
    const stale = conflictingOrder(error);
    const warnings = warningsOf(error);
    if (stale !== undefined) setTheirs(stale);
    else if (warnings.length > 0) setWarned({ andConfirm, warnings });
    else if (isProblem(error)) {
      focusFirstError(tell(toFormErrors(error.fieldErrors, form), form));
    }
  }

  useHotkeys({
    'mod+s': () => void saveTyped(false),
    'mod+Enter': () => canConfirm && void saveTyped(true),
  });

  function discard() {
    const typed = store.get();
    announce('The unsaved work is discarded', {
      run: async () => {
        // Somewhere else by now, it is found again as after a reload.
        if (!isHere.current) return keepOrderDraft(me.id, draftName, { form: typed, base, createKey });
        store.replace(typed);
        setBase(base);
        setRestored(true);
      },
    });
    const fresh = order === undefined ? start : toForm(current ?? order);
    store.replace(fresh);
    draftKeeper.clear();
    if (order !== undefined) setBase({ id: order.id, version: (current ?? order).version, form: fresh });
    setRestored(false);
    tell(new Map(), fresh);
  }

  const merge = theirs && base && mergeOrders(base.form, store.get(), toForm(theirs));
  const isKeyUsed = isProblem(saving.error, 'idempotency.key_reused');
  const isShown = warned !== undefined || merge !== undefined || isKeyUsed;

  return (
    <>
      {isRestored && draft !== undefined && <RestoredNotice savedAt={draft.savedAt} onDiscard={discard} />}
      {isOutdated && theirs === undefined && <OutdatedNotice who={who} onMerge={() => setTheirs(current)} />}
      {warned !== undefined && (
        <WarningNotice
          warnings={warned.warnings}
          onAccept={(codes) => save(warned.andConfirm, codes)}
          onChange={() => {
            setWarned(undefined);
            saving.reset();
          }}
        />
      )}
      {isKeyUsed && (
        <SavedBeforeNotice
          onOther={() => {
            setCreateKey(crypto.randomUUID());
            saving.reset();
          }}
        />
      )}
      {saving.isError && !isShown && <ErrorBox error={saving.error} except={isPlaced} />}
      <OrderEntryHead store={store} errors={errors} isNew={order === undefined} isFrozen={isFrozen} />
      {errors.has('lines') && <ErrorBox error={new Error(`The order ${errors.get('lines')}.`)} />}
      <OrderLinesGrid store={store} near={near} errors={errors} />
      <OrderEntryFoot store={store} errors={errors} isFrozen={isFrozen} />
      <OrderEntryBar
        store={store}
        isBusy={saving.isPending}
        canConfirm={canConfirm}
        reason={needsReason ? { value: reason, error: errors.get('reason'), onChange: setReason } : undefined}
        onSave={() => void saveTyped(false)}
        onConfirm={() => void saveTyped(true)}
      />
      {merge !== undefined && theirs !== undefined && (
        <OrderConflict
          who={who}
          merge={merge}
          theirs={toForm(theirs)}
          onClose={() => setTheirs(undefined)}
          onSettle={(form) => {
            const next = { id: theirs.id, version: theirs.version, form: toForm(theirs) };
            store.replace(form);
            setBase(next);
            setTheirs(undefined);
            if (isChanged(form, next.form)) save(wantsConfirm.current, [], form, next);
          }}
        />
      )}
    </>
  );
}

function focusFirstError(errors: FormErrors): void {
  // After the fields have been marked.
  requestAnimationFrame(() => {
    const first = document.querySelector<HTMLElement>('.page [aria-invalid="true"]');
    if (first !== null) first.focus();
    else if (errors.has('reason')) document.querySelector<HTMLElement>('[data-reason]')?.focus();
  });
}
