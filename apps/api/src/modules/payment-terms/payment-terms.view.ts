import type { paymentTermView } from '@pace/shared/payment-terms';
import type { z } from 'zod';
import type { PaymentTermRow } from './payment-terms.repo.ts';

export function toPaymentTermView(term: PaymentTermRow): z.infer<typeof paymentTermView> {
  return { id: term.id, name: term.name, days: term.days, isActive: term.isActive, version: term.version };
}
