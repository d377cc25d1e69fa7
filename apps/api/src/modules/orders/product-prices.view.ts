import { trimDecimal } from '@pace/shared/decimal';
import type { AgreedPriceView, ProductPartnerView } from '@pace/shared/product-prices';
import { must } from '../../lib/must.ts';
import type { AgreedPriceRow, ProductPartner } from './product-prices.repo.ts';

export function toAgreedPriceView(row: Omit<AgreedPriceRow, 'position'>): AgreedPriceView {
  return {
    lineId: row.id,
    order: { id: row.orderId, orderNo: row.orderNo },
    orderDate: row.orderDate,
    seller: named(row.sellerId, row.sellerName),
    buyer: named(row.buyerId, row.buyerName),
    quantity: row.quantity,
    price: trimDecimal(row.price, 2),
    priceUnit: row.priceUnit,
    unitPrice: row.unitPrice,
    lineTotal: row.lineTotal,
    packSize: trimDecimal(row.packSize, 0),
    packUnit: row.packUnit,
  };
}

export function toProductPartnerView(partner: ProductPartner): ProductPartnerView {
  return { ...partner, lastPrice: must(trimDecimal(partner.lastPrice, 2), 'A decimal stays one') };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? '' };
}
