import './order-entry.css';
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { dropDraft } from '../../lib/drafts.ts';
import { useChanges } from '../../lib/events.ts';
import { formatInstant } from '../../lib/format.ts';
import { useHotkeys } from '../../lib/hotkeys.ts';
import { useKeptState } from '../../lib/kept-work.ts';
import { isProblem } from '../../lib/problem.ts';
import { useMe } from '../../lib/session.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { peopleQuery } from '../../ui/reference-queries.ts';
import { ErrorBox, Notice } from '../../ui/states.tsx';
import { carriedLine, carryFocus, useCarriedFocus } from './carried-focus.ts';
import { createNearLines } from './near-lines.ts';
import { OrderConflict } from './order-conflict.tsx';
import { useDraftKeeping } from './order-draft-keeping.ts';
import type { OrderDraft } from './order-drafts.ts';
import { OrderEntryBar } from './order-entry-bar.tsx';
import { OrderEntryFoot, OrderEntryHead } from './order-entry-head.tsx';
import { type OrderForm, toForm } from './order-form.ts';
import { createOrderFormStore } from './order-form-store.ts';
import { OrderLinesGrid } from './order-lines-grid.tsx';
import { mergeOrders } from './order-merge.ts';
import { conflictingOrder, findErrors, type Saved, useOrderSaving, warningsOf } from './order-saving.ts';
import { type FormErrors, isChanged, sentLines, toFormErrors } from './order-wire.ts';
import { type Order, orderQuery, takeStep } from './orders.queries.ts';

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

const noErrors: FormErrors = new Map();

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
  const [createKey] = useState(() => draft?.form.createKey ?? crypto.randomUUID());
  const [errors, setErrors] = useState(noErrors);
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
    warnings: { code: string; message: string }[];
  }>();
  const wantsConfirm = useRef(false);

  useDraftKeeping({ store, userId: me.id, name: draftName, base, createKey });
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
    if (saving.isPending) return;
    wantsConfirm.current = andConfirm;
    setWarned(undefined);
    const found = findErrors({ form, base: on, andConfirm });
    setErrors(found);
    if (found.size > 0) return focusFirstError(found);
    saving.mutate(
      { form, base: on, createKey, andConfirm, reason, acknowledge },
      { onSuccess: (saved) => onSaved(saved, form), onError: (error) => onRefused(error, form, andConfirm) },
    );
  }

  function onSaved({ order: saved, isConfirmed, obstacle }: Saved, sent: OrderForm) {
    dropDraft(me.id, draftName);
    setRestored(false);
    if (obstacle !== undefined) announceError(obstacle);
    if (isConfirmed) {
      announce(`${saved.orderNo} confirmed`, { run: () => takeStep('reopen', saved) });
      void navigate({ to: '/orders/$orderId', params: { orderId: saved.id } });
      return;
    }
    if (obstacle === undefined) announce(`${saved.orderNo} saved`);
    setReason('');
    const form = withKeys(toForm(saved), sent);
    if (base === undefined) {
      carryFocus(store.get());
      void navigate({ to: '/orders/$orderId/edit', params: { orderId: saved.id }, replace: true });
      return;
    }
    setBase({ id: saved.id, version: saved.version, form });
    const typed = store.get();
    if (typed === sent) store.replace(form);
    // Typing went on while the answer was on its way: only what was new gets its id.
    else
      store.replace({
        ...typed,
        lines: typed.lines.map((line) => ({ ...line, id: idOf(form, line.key) ?? line.id })),
      });
    if (obstacle !== undefined && isProblem(obstacle)) {
      const found = toFormErrors(obstacle.fieldErrors, form);
      setErrors(found);
      focusFirstError(found);
    }
  }

  function onRefused(error: unknown, form: OrderForm, andConfirm: boolean) {
    const stale = conflictingOrder(error);
    const warnings = warningsOf(error);
    if (stale !== undefined) setTheirs(stale);
    else if (warnings.length > 0) setWarned({ andConfirm, warnings });
    else if (isProblem(error)) {
      const found = toFormErrors(error.fieldErrors, form);
      setErrors(found);
      focusFirstError(found);
    }
  }

  useHotkeys({ 'mod+s': () => save(false), 'mod+Enter': () => canConfirm && save(true) });

  function discard() {
    dropDraft(me.id, draftName);
    const fresh = order === undefined ? start : toForm(current ?? order);
    store.replace(fresh);
    if (order !== undefined) setBase({ id: order.id, version: (current ?? order).version, form: fresh });
    setRestored(false);
    setErrors(noErrors);
  }

  const merge = theirs && base && mergeOrders(base.form, store.get(), toForm(theirs));
  const isShown = warned !== undefined || theirs !== undefined;

  return (
    <>
      {isRestored && draft !== undefined && (
        <Notice>
          <span>Your unsaved work from {formatInstant(draft.savedAt)} is back.</span>
          <Button size="compact-sm" variant="default" onClick={discard}>
            Discard it
          </Button>
        </Notice>
      )}
      {isOutdated && theirs === undefined && (
        <Notice tone="warn">
          <span>{who} saved this order meanwhile.</span>
          <Button size="compact-sm" variant="default" onClick={() => setTheirs(current)}>
            Put both together
          </Button>
        </Notice>
      )}
      {warned !== undefined && (
        <Notice tone="warn">
          <span>{warned.warnings.map(({ message }) => message).join(' ')}</span>
          <Group gap="xs">
            <Button
              size="compact-sm"
              onClick={() =>
                save(
                  warned.andConfirm,
                  warned.warnings.map(({ code }) => code),
                )
              }
            >
              It is meant: save
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setWarned(undefined)}>
              Change it
            </Button>
          </Group>
        </Notice>
      )}
      {saving.isError && !isShown && <ErrorBox error={saving.error} except={(path) => isOnScreen(path)} />}
      <OrderEntryHead store={store} errors={errors} isNew={order === undefined} isFrozen={isFrozen} />
      {errors.has('lines') && <ErrorBox error={new Error(`The order ${errors.get('lines')}.`)} />}
      <OrderLinesGrid store={store} near={near} errors={errors} />
      <OrderEntryFoot store={store} errors={errors} isFrozen={isFrozen} />
      <OrderEntryBar
        store={store}
        isBusy={saving.isPending}
        canConfirm={canConfirm}
        reason={needsReason ? { value: reason, error: errors.get('reason'), onChange: setReason } : undefined}
        onSave={() => save(false)}
        onConfirm={() => save(true)}
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

/** The name of the other person who changed this order last, as far as it was heard. */
function useOtherPerson(orderId: string | undefined): string {
  const me = useMe();
  const people = useQuery(peopleQuery).data;
  const [actorId, setActorId] = useState<string | null>(null);
  useChanges(
    useCallback(
      (change) => {
        const isTheirs = change.entity === 'order' && change.id === orderId && change.actorId !== me.id;
        if (isTheirs) setActorId(change.actorId);
      },
      [orderId, me.id],
    ),
  );
  return people?.find(({ id }) => id === actorId)?.name ?? 'Somebody else';
}

/** Lines keep the names they have on screen, so that the field somebody is in stays the same field. */
function withKeys(stored: OrderForm, sent: OrderForm): OrderForm {
  const before = sentLines(sent);
  return {
    ...stored,
    lines: stored.lines.map((line, index) => ({ ...line, key: before[index]?.key ?? line.key })),
  };
}

function idOf(form: OrderForm, key: string): string | undefined {
  return form.lines.find((line) => line.key === key)?.id;
}

function isOnScreen(path: string): boolean {
  return (
    path === 'reason' || path.startsWith('lines') || document.querySelector('[aria-invalid="true"]') !== null
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
