import { z } from 'zod';
import { decimalOut, id, wholeNumber } from './fields.ts';
import { packUnits, priceUnits } from './units.ts';

const party = z.object({ id, name: z.string() });

/** One line of a binding order, as the history of a product's price shows it. */
export const agreedPriceView = z
  .object({
    lineId: id,
    order: z.object({ id, orderNo: z.string() }),
    orderDate: z.iso.date(),
    seller: party.nullable(),
    buyer: party.nullable(),
    quantity: decimalOut.nullable(),
    price: decimalOut.nullable(),
    priceUnit: z.enum(priceUnits),
    unitPrice: decimalOut.nullable(),
    lineTotal: decimalOut.nullable(),
    packSize: decimalOut.nullable(),
    packUnit: z.enum(packUnits).nullable(),
  })
  .meta({ id: 'AgreedPrice' });
export type AgreedPriceView = z.infer<typeof agreedPriceView>;

export const partnersQuery = z.strictObject({ limit: wholeNumber(1, 50).default(10) });

export const productPartnerView = z
  .object({
    id,
    name: z.string(),
    count: z.int().describe('Orders'),
    productAmount: decimalOut.describe('What the lines of this product add up to'),
    lastPrice: decimalOut,
    lastPriceUnit: z.enum(priceUnits),
    lastOrderDate: z.iso.date(),
  })
  .meta({ id: 'ProductPartner' });
export type ProductPartnerView = z.infer<typeof productPartnerView>;

/** Most first. */
export const productPartnersView = z.object({
  buyers: z.array(productPartnerView),
  sellers: z.array(productPartnerView),
});
