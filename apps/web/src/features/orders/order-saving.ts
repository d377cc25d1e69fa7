import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, idempotent, ifMatch } from '../../lib/api.ts';
import { isProblem } from '../../lib/problem.ts';
import type { OrderForm } from './order-form.ts';
import { type FormErrors, listMissing, toCreate, toUpdate, type Wire } from './order-wire.ts';
import { type Order, orderQuery, takeStep } from './orders.queries.ts';

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
  return useMutation({
    mutationFn: async (request: SaveRequest): Promise<Saved> => {
      const order = await store(request);
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

async function store({ form, base, createKey, acknowledge, reason }: SaveRequest): Promise<Order> {
  if (base === undefined) {
    const body = bodyOf(toCreate(form));
    return answer(
      api.POST('/api/orders', { body: { ...body, acknowledge }, headers: idempotent(createKey) }),
    );
  }
  const change = bodyOf(toUpdate(form, base.form));
  const body = { ...change, acknowledge, ...(reason.trim() !== '' && { reason: reason.trim() }) };
  const params = { path: { id: base.id } };
  return answer(api.PATCH('/api/orders/{id}', { params, body, headers: ifMatch(base.version) }));
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
