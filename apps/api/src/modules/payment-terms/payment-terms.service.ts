import type { PaymentTermCreate, PaymentTermUpdate } from '@pace/shared/payment-terms';
import { AppError, fieldOutcome } from '../../lib/app-error.ts';
import { type Ctx, inTx, type Tx } from '../../lib/db.ts';
import { definedFields } from '../../lib/defined.ts';
import { requireVersion } from '../../lib/versions.ts';
import { changesBetween, record } from '../activities/activities.service.ts';
import * as repo from './payment-terms.repo.ts';
import { toPaymentTermView } from './payment-terms.view.ts';

const entityType = 'payment_terms';

/** All payment terms, shortest first. */
export function listPaymentTerms(ctx: Ctx): Promise<repo.PaymentTermRow[]> {
  return repo.list(ctx.db);
}

/** One of the payment terms, or `payment_term.not_found`. */
export async function getPaymentTerm(ctx: Ctx, id: string): Promise<repo.PaymentTermRow> {
  const term = await repo.find(ctx.db, id);
  if (!term) throw new AppError('payment_term.not_found', { id });
  return term;
}

/** The terms with this id, if there are any. */
export function findPaymentTerm(tx: Tx, id: string): Promise<repo.PaymentTermRow | undefined> {
  return repo.find(tx, id);
}

/** New payment terms. */
export async function createPaymentTerm(ctx: Ctx, input: PaymentTermCreate): Promise<repo.PaymentTermRow> {
  return inTx(ctx, async (tx) => {
    const term = await repo.insert(tx, input);
    const changes = changesBetween({}, input);
    await record(tx, ctx, { entityType, entityId: term.id, action: 'created', changes });
    return term;
  });
}

/** Changes terms. Their days are part of what was confirmed on the orders that name them, and stay. */
export async function updatePaymentTerm(
  ctx: Ctx,
  id: string,
  version: number,
  input: PaymentTermUpdate,
): Promise<repo.PaymentTermRow> {
  return inTx(ctx, async (tx) => {
    const term = await getForChange(tx, id, version);
    const changes = changesBetween(term, input);
    if (Object.keys(changes).length === 0) return term;
    if (changes['days'] && (await repo.isUsed(tx, id))) throw fieldOutcome('payment_term.in_use', 'days');
    await record(tx, ctx, { entityType, entityId: id, action: 'changed', changes });
    return repo.update(tx, id, definedFields(input));
  });
}

/** Deletes terms that no account and no order names. */
export async function deletePaymentTerm(ctx: Ctx, id: string, version: number): Promise<void> {
  await inTx(ctx, async (tx) => {
    const term = await getForChange(tx, id, version);
    if (await repo.isUsed(tx, id)) throw new AppError('payment_term.in_use');
    await repo.remove(tx, id);
    await record(tx, ctx, {
      entityType,
      entityId: id,
      action: 'deleted',
      changes: { name: { from: term.name, to: null } },
    });
  });
}

async function getForChange(tx: Tx, id: string, version: number): Promise<repo.PaymentTermRow> {
  const term = await repo.findForUpdate(tx, id);
  if (!term) throw new AppError('payment_term.not_found', { id });
  requireVersion(version, term, () => toPaymentTermView(term));
  return term;
}
