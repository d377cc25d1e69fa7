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
import { hasUnsettled, leaveFields, settleFields } from '../../ui/unsettled.ts';
import { carryOver, readCarriedOver, useCarriedOver, wishAfterwards } from './carried-over.ts';
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
import {
  conflictingOrder,
  findErrors,
  type Saved,
  type SaveRequest,
  useOrderSaving,
  warningsOf,
} from './order-saving.ts';
import { type FormErrors, isChanged, isPlaced, toFormErrors } from './order-wire.ts';
import { type Order, orderQuery, takeStep } from './orders.queries.ts';
import { createSaveQueue } from './save-queue.ts';
import { withIds, withKeys } from './stored-lines.ts';
import { useFormErrors } from './use-form-errors.ts';
import { useOtherPerson } from './use-other-person.ts';

/** The stored order that the form changes. */
type Base = NonNullable<SaveRequest['base']>;

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
  const [carried] = useState(() => readCarriedOver(order?.id));
  const [store] = useState(() => createOrderFormStore(carried?.form ?? draft?.form.form ?? start));
  const [near] = useState(() => createNearLines(store.get().lines, carried?.place?.line));
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
  const [isRestored, setRestored] = useState(draft !== undefined && carried === undefined);
  const [theirs, setTheirs] = useState<Order>();
  /** What is asked before it goes on: whether a confirmation was wanted. */
  const [warned, setWarned] = useState<{
    andConfirm: boolean;
    warnings: Warning[];
  }>();

  const draftKeeper = useDraftKeeping({ store, userId: me.id, name: draftName, base, start, createKey });
  useCarriedOver(carried, ({ andConfirm }) => void saveTyped(andConfirm));

  // Live events refresh the query; somebody else's newer version is shown before it is in the way.
  const current = useQuery({ ...orderQuery(base?.id ?? ''), enabled: base !== undefined }).data;
  const isOutdated = base !== undefined && current !== undefined && current.version > base.version;
  const who = useOtherPerson(base?.id);
  const state = current ?? order;
  const isFrozen = state?.qboDocId != null;
  const canConfirm = state === undefined || state.allowedActions.includes('confirm');
  const needsReason = state !== undefined && state.revision > 0;

  const isHere = useRef(true);
  const [queue] = useState(createSaveQueue);

  /** What is on screen is what is saved: a name that is still looked for is waited for. */
  async function saveTyped(andConfirm: boolean, acknowledge: string[] = [], on?: Base) {
    if (!isHere.current) return wishAfterwards({ andConfirm });
    if (!queue.begin({ andConfirm })) return;
    const problem = hasUnsettled() ? await settleFields() : undefined;
    if (problem === undefined && isHere.current) return latestSave.current(andConfirm, acknowledge, on);
    queue.end();
    if (problem !== undefined) announceError(new Error(problem));
  }

  function save(andConfirm: boolean, acknowledge: string[], on = base) {
    const form = store.get();
    // What the server said of the last try says nothing of this one.
    saving.reset();
    setWarned(undefined);
    const found = findErrors({ form, base: on, andConfirm });
    tell(found, form);
    if (found.size > 0) {
      queue.end();
      return focusFirstError(found);
    }
    // The answer is heard also by a screen that was left meanwhile.
    saving.mutateAsync({ form, base: on, createKey, andConfirm, reason, acknowledge }).then(
      (saved) => onSaved(saved, form, on),
      (error: unknown) => onRefused(error, form, andConfirm),
    );
  }

  const latestSave = useRef(save);
  useEffect(() => {
    latestSave.current = save;
  });
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  function onSaved({ order: saved, isConfirmed, obstacle }: Saved, sent: OrderForm, on: Base | undefined) {
    const form = withKeys(toForm(saved), sent);
    const next = { id: saved.id, version: saved.version, form };
    if (obstacle !== undefined) announceError(obstacle);
    if (isConfirmed) announce(`${saved.orderNo} confirmed`, { run: () => takeStep('reopen', saved) });
    else if (obstacle === undefined) announce(`${saved.orderNo} saved`);
    // A draft that is only saved needs no reason: it is there for the confirmation.
    if (isConfirmed || saved.status !== 'draft') setReason('');
    const wish = queue.end();
    const isLeaving = isConfirmed || on === undefined || !isHere.current;
    // A name that is being typed is kept with the rest.
    if (isConfirmed && isHere.current) leaveFields();
    // Typing may have gone on while the answer was on its way: only what was new gets its id.
    const isAllStored = store.get() === sent;
    const typed = isAllStored ? form : withIds(store.get(), form);
    // What was confirmed is not confirmed again, and what was in the way is still there.
    const isWished = wish !== undefined && obstacle === undefined && !isConfirmed;
    const again = isWished && (wish.andConfirm || isChanged(typed, form)) ? wish : undefined;
    if (isLeaving) {
      store.replace(typed);
      draftKeeper.moveTo(editDraftName(saved.id), next, isAllStored);
      if (!isHere.current) return;
      // The order goes on at another address; nothing more is saved from here.
      isHere.current = false;
      if (!isConfirmed) carryOver(saved.id, store, again);
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
    store.replace(typed);
    if (obstacle !== undefined && isProblem(obstacle)) {
      focusFirstError(tell(toFormErrors(obstacle.fieldErrors, form), form));
    }
    if (again !== undefined) void saveTyped(again.andConfirm, [], next);
  }

  function onRefused(error: unknown, form: OrderForm, andConfirm: boolean) {
    queue.end();
    if (!isHere.current) return announceError(error);
    const stale = conflictingOrder(error);
    const warnings = warningsOf(error);
    if (stale !== undefined) setTheirs(stale);
    else if (warnings.length > 0) setWarned({ andConfirm, warnings });
    else if (isProblem(error)) {
      focusFirstError(tell(toFormErrors(error.fieldErrors, form), form));
    }
  }

  const { reset } = saving;
  // A warning speaks of what was seen; what is typed after it is asked about anew.
  useEffect(() => {
    if (warned === undefined) return;
    return store.subscribe(() => {
      setWarned(undefined);
      reset();
    });
  }, [warned, store, reset]);

  async function putTogether() {
    const problem = hasUnsettled() ? await settleFields() : undefined;
    if (problem === undefined) setTheirs(current);
    else announceError(new Error(problem));
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
      {isOutdated && theirs === undefined && <OutdatedNotice who={who} onMerge={() => void putTogether()} />}
      {warned !== undefined && (
        <WarningNotice
          warnings={warned.warnings}
          onAccept={(codes) => void saveTyped(warned.andConfirm, codes)}
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
            // Saved and no more: what binds both parties is confirmed by somebody who has seen it.
            if (isChanged(form, next.form)) void saveTyped(false, [], next);
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
