import { z } from 'zod';
import { decimalOut, id, searchText, wholeNumber } from './fields.ts';
import { orderStatuses } from './orders.ts';

export const globalSearchQuery = z.strictObject({
  q: searchText.describe('What a search box of each list takes; nothing is found without it'),
  limit: wholeNumber(1, 20).default(5).describe('How many of each kind'),
});
export type GlobalSearchQuery = z.infer<typeof globalSearchQuery>;

const party = z.object({ id, name: z.string() });

/** A few of each kind that the caller may view; the other lists are empty. */
export const globalSearchView = z
  .object({
    accounts: z.array(
      z.object({
        id,
        name: z.string(),
        code: z.string().nullable(),
        city: z.string().nullable(),
        isSeller: z.boolean(),
        isBuyer: z.boolean(),
        isActive: z.boolean(),
      }),
    ),
    orders: z.array(
      z.object({
        id,
        orderNo: z.string(),
        status: z.enum(orderStatuses),
        isCancelled: z.boolean(),
        seller: party.nullable(),
        buyer: party.nullable(),
        orderDate: z.iso.date(),
        poNumber: z.string().nullable(),
        totalAmount: decimalOut,
      }),
    ),
    products: z.array(
      z.object({
        id,
        name: z.string(),
        variety: z.string().nullable(),
        grade: z.string().nullable(),
        code: z.string().nullable(),
        isActive: z.boolean(),
      }),
    ),
    people: z.array(z.object({ id, name: z.string(), email: z.string(), isActive: z.boolean() })),
  })
  .meta({ id: 'GlobalSearch' });
export type GlobalSearchView = z.infer<typeof globalSearchView>;
