import { z } from 'zod';
import { id, name, version } from './fields.ts';

const fields = {
  name,
  days: z.int().min(0).max(365).describe('Days from the transaction date to the due date'),
};

export const paymentTermCreate = z.strictObject(fields);
export type PaymentTermCreate = z.infer<typeof paymentTermCreate>;

export const paymentTermUpdate = z.strictObject({
  ...z.object(fields).partial().shape,
  isActive: z.boolean().optional(),
});
export type PaymentTermUpdate = z.infer<typeof paymentTermUpdate>;

export const paymentTermView = z
  .object({ id, name: z.string(), days: z.int(), isActive: z.boolean(), version })
  .meta({ id: 'PaymentTerms' });
