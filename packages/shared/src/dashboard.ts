import { z } from 'zod';
import { decimalOut, id } from './fields.ts';
import { orderAttentions, orderStatuses } from './orders.ts';

/** What figures count: binding orders. Cancelled ones are excluded beside it. */
export const figureStatuses = orderStatuses.filter((status) => status !== 'draft');

/** How many months the dashboard looks back, the running one included. */
export const dashboardMonths = 13;

/** The query of `/api/orders` and `/api/orders/totals` that adds up to a figure. */
export const figureFilter = z.object({
  status: z.string().optional(),
  isCancelled: z.literal('false').optional(),
  orderDateFrom: z.string().optional(),
  orderDateTo: z.string().optional(),
  attention: z.enum(orderAttentions).optional(),
  buyerId: id.optional(),
  sellerId: id.optional(),
  productId: id.optional(),
});
export type FigureFilter = z.infer<typeof figureFilter>;

const figure = {
  count: z.int().describe('Orders'),
  totalAmount: decimalOut.describe('Value of the goods'),
  commissionTotal: decimalOut,
  filter: figureFilter,
};
const monthFigure = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), ...figure });
const plainFigure = z.object(figure);
const partner = z.object({ id, name: z.string(), ...figure });
const product = z.object({
  id,
  name: z.string(),
  variety: z.string().nullable(),
  grade: z.string().nullable(),
  count: figure.count,
  productAmount: decimalOut.describe('What the lines of this product add up to'),
  filter: figureFilter,
});

export const dashboardView = z
  .object({
    today: z.iso.date().describe("In the company's time zone"),
    monthToDate: monthFigure,
    months: z.array(monthFigure).describe('Oldest first; the last is the month to date'),
    attention: z.object({
      oldDrafts: plainFigure,
      unposted: plainFigure,
      overdueShipments: plainFigure,
    }),
  })
  .meta({ id: 'Dashboard' });
export type DashboardView = z.infer<typeof dashboardView>;

/** The five largest of the last twelve months, by the value of the goods. */
export const dashboardTopView = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    buyers: z.array(partner),
    sellers: z.array(partner),
    products: z.array(product),
  })
  .meta({ id: 'DashboardTop' });
export type DashboardTopView = z.infer<typeof dashboardTopView>;
