import { z } from 'zod';
import { id } from './fields.ts';

/** The kinds of records whose changes are told and kept in the history. */
export const changeEntities = [
  'order',
  'account',
  'product',
  'role',
  'user',
  'company',
  'payment_terms',
] as const;
export type ChangeEntity = (typeof changeEntities)[number];

/** The data of an event `change`: which record somebody changed, not what it says now. */
export const changeEvent = z.object({
  entity: z.enum(changeEntities),
  id,
  action: z.string(),
  actorId: id.nullable(),
});
export type ChangeEvent = z.infer<typeof changeEvent>;
