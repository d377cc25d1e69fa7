import {
  type DashboardTopView,
  type DashboardView,
  type FigureFilter,
  figureStatuses,
} from '@pace/shared/dashboard';
import { must } from '../../lib/must.ts';
import type { Figure, Period } from './dashboard.repo.ts';
import type { getDashboard, getDashboardTop } from './dashboard.service.ts';

const nothing: Figure = { count: 0, totalAmount: '0.00', commissionTotal: '0.00' };

export function toDashboardView(found: Awaited<ReturnType<typeof getDashboard>>): DashboardView {
  const { today, figures } = found;
  const months = found.months.map(({ month, ...period }) => {
    const figure = figures.months.find((one) => one.month === month) ?? nothing;
    return { ...figure, month, filter: countedIn(period) };
  });
  return {
    today,
    months,
    monthToDate: must(months.at(-1), 'There are always thirteen months'),
    attention: {
      oldDrafts: { ...figures.oldDrafts, filter: { attention: 'old_draft' } },
      unposted: { ...figures.unposted, filter: { attention: 'unposted' } },
      overdueShipments: { ...figures.overdueShipments, filter: { attention: 'overdue_shipment' } },
    },
  };
}

export function toDashboardTopView(found: Awaited<ReturnType<typeof getDashboardTop>>): DashboardTopView {
  const { from, to, buyers, sellers, products } = found;
  const counted = countedIn({ from, to });
  return {
    from,
    to,
    buyers: buyers.map((buyer) => ({ ...buyer, filter: { ...counted, buyerId: buyer.id } })),
    sellers: sellers.map((seller) => ({ ...seller, filter: { ...counted, sellerId: seller.id } })),
    products: products.map((product) => ({ ...product, filter: { ...counted, productId: product.id } })),
  };
}

/** The list that adds up to a figure: the same statuses and days, said as its query. */
function countedIn({ from, to }: Period): FigureFilter {
  return { status: figureStatuses.join(','), isCancelled: 'false', orderDateFrom: from, orderDateTo: to };
}
