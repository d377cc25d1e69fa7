import { z } from 'zod';
import { id, wholeNumber } from './fields.ts';
import { maxSinceMs } from './live-limits.ts';

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

export const eventsQuery = z.strictObject({
  sinceMs: wholeNumber(0, maxSinceMs)
    .optional()
    .describe('How long ago the client began to read: a change since then is told as `resync`'),
});
