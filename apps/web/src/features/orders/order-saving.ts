import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { answer, api, idempotent, ifMatch } from '../../lib/api.ts';
import { isProblem } from '../../lib/problem.ts';
import { type OrderForm, toForm } from './order-form.ts';
import { isSameOrder } from './order-merge.ts';
import { type FormErrors, isChanged, listMissing, toCreate, toUpdate, type Wire } from './order-wire.ts';
import { type Order, orderQuery, takeStep } from './orders.queries.ts';
import { withIds, withKeys } from './stored-lines.ts';

export interface SaveRequest {
  form: OrderForm;
  /** The stored order that the form changes; absent for a new one. */
  base: { id: string; version: number; form: OrderForm } | undefined;
  createKey: string;
  andConfirm: boolean;
  reason: string;
  /** Warnings the person has seen and accepts. */
  acknowledge: string[];
}

/** Saved, perhaps confirmed; or saved and not confirmed, with what was in the way. */
export interface Saved {
  order: Order;
  isConfirmed: boolean;
  obstacle: unknown;
}

/** What the form itself can say is wrong, without asking the server. */
export function findErrors({
  form,
  base,
  andConfirm,
}: Pick<SaveRequest, 'form' | 'base' | 'andConfirm'>): FormErrors {
  const wire = base === undefined ? toCreate(form) : toUpdate(form, base.form);
  const errors = new Map('errors' in wire ? wire.errors : []);
  if (andConfirm)
    for (const [path, message] of listMissing(form)) if (!errors.has(path)) errors.set(path, message);
  return errors;
}

/** What was sent and not answered: nobody knows whether it is stored. */
interface Unanswered {
  created: SaveRequest | undefined;
  changed: SaveRequest[];
}

export function useOrderSaving() {
  const queryClient = useQueryClient();
  const unanswered = useRef<Unanswered>({ created: undefined, changed: [] });
  return useMutation({
    mutationFn: async (request: SaveRequest): Promise<Saved> => {
      const order = await (request.base === undefined
        ? create(request, unanswered.current)
        : change(request, request.base, unanswered.current));
      if (!request.andConfirm) return { order, isConfirmed: false, obstacle: undefined };
      // Confirmed already, when the answer to that was lost.
      if (order.status !== 'draft') return { order, isConfirmed: true, obstacle: undefined };
      try {
        const confirmed = await takeStep('confirm', order, request.reason.trim() || undefined);
        return { order: confirmed, isConfirmed: true, obstacle: undefined };
      } catch (obstacle) {
        // The work is saved all the same; what stopped the confirmation is told.
        return { order, isConfirmed: false, obstacle };
      }
    },
    onSuccess: ({ order }) => {
      const { queryKey: own } = orderQuery(order.id);
      queryClient.setQueryData(own, order);
      // All but the answer itself: the screen that comes next begins with it.
      void queryClient.invalidateQueries({
        queryKey: ['orders'],
        predicate: ({ queryKey }) => queryKey.length > own.length || queryKey[2] !== order.id,
      });
    },
  });
}

/**
 * A new order. When the answer to it was lost, nobody knows whether it is stored: the same request is sent once more,
 * which makes no second order, and what was typed since is a change of what it answers.
 */
async function create(request: SaveRequest, unanswered: Unanswered): Promise<Order> {
  unanswered.created ??= request;
  const first = unanswered.created;
  const created = await post(first).catch((error: unknown) => {
    if (isAnswer(error)) unanswered.created = undefined;
    throw error;
  });
  const base = { id: created.id, version: created.version, form: withKeys(toForm(created), first.form) };
  const form = withIds(request.form, base.form);
  const order =
    first !== request && isChanged(form, base.form)
      ? await change({ ...request, form }, base, unanswered)
      : created;
  unanswered.created = undefined;
  return order;
}

/**
 * A change. When it meets a newer version that is what an unanswered request of this screen made, nobody else was there:
 * what was typed since is a change of that one. To the merge its new lines would be somebody else's.
 */
async function change(
  request: SaveRequest,
  base: NonNullable<SaveRequest['base']>,
  unanswered: Unanswered,
): Promise<Order> {
  try {
    const order = await patch(request, base);
    unanswered.changed = [];
    return order;
  } catch (error) {
    if (!isAnswer(error)) {
      if (unanswered.changed.length < maxUnanswered) unanswered.changed.push(request);
      throw error;
    }
    const stored = conflictingOrder(error);
    const sent = [request, ...unanswered.changed].find(
      ({ form }) => stored !== undefined && isSameOrder(form, toForm(stored)),
    );
    if (stored === undefined || sent === undefined) throw error;
    const next = { id: base.id, version: stored.version, form: withKeys(toForm(stored), sent.form) };
    const form = withIds(request.form, next.form);
    unanswered.changed = [];
    return isChanged(form, next.form) ? change({ ...request, form }, next, unanswered) : stored;
  }
}

/** Whoever presses Save again and again while there is no connection does not fill the memory. */
const maxUnanswered = 20;

/** A refusal of what was sent is an answer: nothing is stored. Who is not let in was told nothing of it. */
function isAnswer(error: unknown): boolean {
  return isProblem(error) && error.status < 500 && ![401, 403, 429].includes(error.status);
}

function post({ form, createKey, acknowledge }: SaveRequest): Promise<Order> {
  const body = bodyOf(toCreate(form));
  return answer(api.POST('/api/orders', { body: { ...body, acknowledge }, headers: idempotent(createKey) }));
}

function patch(
  { form, acknowledge, reason }: SaveRequest,
  base: NonNullable<SaveRequest['base']>,
): Promise<Order> {
  const body = bodyOf(toUpdate(form, base.form));
  return answer(
    api.PATCH('/api/orders/{id}', {
      params: { path: { id: base.id } },
      body: { ...body, acknowledge, ...(reason.trim() !== '' && { reason: reason.trim() }) },
      headers: ifMatch(base.version),
    }),
  );
}

function bodyOf<Body>(wire: Wire<Body>): Body {
  if ('errors' in wire) throw new Error('The form was checked before it was sent');
  return wire.body;
}

/** The version that is in the way, as the refusal shows it. */
export function conflictingOrder(error: unknown): Order | undefined {
  if (!isProblem(error, 'record.stale')) return undefined;
  // The refusal of a stale change carries the current order.
  return error.problem['current'] as Order | undefined;
}

export function warningsOf(error: unknown): { code: string; message: string }[] {
  if (!isProblem(error, 'warning.unacknowledged')) return [];
  const warnings = error.problem.warnings ?? [];
  return [...new Map(warnings.map(({ code, message }) => [code, { code, message }])).values()];
}
