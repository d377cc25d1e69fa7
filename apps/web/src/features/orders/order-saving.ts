import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { answer, api, idempotent, ifMatch } from '../../lib/api.ts';
import { isProblem } from '../../lib/problem.ts';
import { type OrderForm, toForm } from './order-form.ts';
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

export function useOrderSaving() {
  const queryClient = useQueryClient();
  const unanswered = useRef<SaveRequest>(undefined);
  return useMutation({
    mutationFn: async (request: SaveRequest): Promise<Saved> => {
      const order = await (request.base === undefined
        ? create(request, unanswered)
        : change(request, request.base));
      if (!request.andConfirm) return { order, isConfirmed: false, obstacle: undefined };
      try {
        const confirmed = await takeStep('confirm', order, request.reason.trim() || undefined);
        return { order: confirmed, isConfirmed: true, obstacle: undefined };
      } catch (obstacle) {
        // The work is saved all the same; what stopped the confirmation is told.
        return { order, isConfirmed: false, obstacle };
      }
    },
    onSuccess: ({ order }) => {
      queryClient.setQueryData(orderQuery(order.id).queryKey, order);
      void queryClient.invalidateQueries({ queryKey: ['orders'] });
    },
  });
}

/**
 * A new order. When the answer to it was lost, nobody knows whether it is stored: the same request is sent once more,
 * which makes no second order, and what was typed since is a change of what it answers.
 */
async function create(
  request: SaveRequest,
  unanswered: { current: SaveRequest | undefined },
): Promise<Order> {
  unanswered.current ??= request;
  const first = unanswered.current;
  const created = await post(first).catch((error: unknown) => {
    // A refusal of what was sent is an answer: nothing is stored. Who is not let in was told nothing of it.
    if (isProblem(error) && error.status < 500 && ![401, 403, 429].includes(error.status)) {
      unanswered.current = undefined;
    }
    throw error;
  });
  const base = { id: created.id, version: created.version, form: withKeys(toForm(created), first.form) };
  const form = withIds(request.form, base.form);
  const order =
    first !== request && isChanged(form, base.form) ? await change({ ...request, form }, base) : created;
  unanswered.current = undefined;
  return order;
}

function post({ form, createKey, acknowledge }: SaveRequest): Promise<Order> {
  const body = bodyOf(toCreate(form));
  return answer(api.POST('/api/orders', { body: { ...body, acknowledge }, headers: idempotent(createKey) }));
}

function change(
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
