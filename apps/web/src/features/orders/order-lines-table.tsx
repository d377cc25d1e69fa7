import { Link } from '@tanstack/react-router';
import { formatAmount, formatMoney, formatNumber } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { productLabel } from '../../ui/choice-sources.ts';
import { commissionWords, priceUnitWords } from './order-words.ts';
import type { Order, OrderLine } from './orders.queries.ts';

/** The lines as agreed, with what follows from them. */
export function OrderLinesTable({ order }: { order: Order }) {
  return (
    <div className="order-lines-scroll">
      <table className="order-lines">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Line</span>
            </th>
            <th scope="col">Product</th>
            <th scope="col" className="number">
              Quantity
            </th>
            <th scope="col" className="number">
              Net weight
            </th>
            <th scope="col" className="number">
              Price
            </th>
            <th scope="col" className="number">
              Total
            </th>
            <th scope="col" className="number">
              Commission
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.id}>
              <td className="muted order-lines-no">{line.lineNo}</td>
              <td className="order-lines-product">
                <ProductName line={line} />
                <LineDetails line={line} />
              </td>
              <td className="number" data-label="Quantity">
                {line.quantity === null ? <Open /> : formatNumber(line.quantity)}
                {line.packageType && <span className="muted"> {line.packageType}</span>}
              </td>
              <td className="number" data-label="Net weight">
                {line.netWeight !== null && line.packUnit !== null && (
                  <>
                    {formatNumber(line.netWeight)} <span className="muted">{line.packUnit}</span>
                  </>
                )}
              </td>
              <td className="number" data-label="Price">
                {line.price === null ? <Open /> : formatAmount(line.price)}
                <span className="muted"> /{priceUnitWords[line.priceUnit]}</span>
              </td>
              <td className="number" data-label="Total">
                {line.lineTotal === null ? <Open /> : formatAmount(line.lineTotal)}
              </td>
              <td className="number" data-label="Commission">
                {formatAmount(line.commissionAmount)}
                <div className="muted">{commissionTerms(line)}</div>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={5}>{order.lines.length === 0 ? 'No lines yet' : 'Total'}</td>
            <td className="number" data-label="Goods">
              {formatMoney(order.totalAmount)}
            </td>
            <td className="number" data-label="Commission">
              {formatMoney(order.commissionTotal)}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function ProductName({ line }: { line: OrderLine }) {
  const may = useMay();
  if (!may('products:view')) return productLabel(line.product);
  return (
    <Link className="text-link" to="/products/$productId" params={{ productId: line.product.id }}>
      {productLabel(line.product)}
    </Link>
  );
}

function LineDetails({ line }: { line: OrderLine }) {
  const pack = line.packSize && line.packUnit ? `${formatNumber(line.packSize)} ${line.packUnit} each` : null;
  const weighed = line.actualWeight === null ? null : 'weighed';
  const details = [line.size, pack, weighed, line.description].filter(Boolean).join(' · ');
  return details === '' ? null : <div className="muted">{details}</div>;
}

function Open() {
  return <span className="muted">open</span>;
}

export function commissionTerms(
  line: Pick<OrderLine, 'commissionBasis' | 'commissionPrice' | 'commissionUnit'>,
): string {
  if (line.commissionPrice === null) return '';
  const unit = line.commissionBasis === 'per_weight' ? (line.commissionUnit ?? 'lb') : line.commissionBasis;
  if (unit === 'percent') return `${formatNumber(line.commissionPrice)} %`;
  return `${formatAmount(line.commissionPrice)} ${commissionWords[unit]}`;
}
