import './confirmation-print.css';
import type { Schemas } from '@pace/api-client';
import { formatAmount, formatDate, formatMoney, formatNumber } from '../../lib/format.ts';
import { productLabel } from '../../ui/choice-sources.ts';
import type { Confirmation, PrintedLine } from './confirmation.ts';
import { commissionTerms } from './order-lines-table.tsx';
import { freightWords, priceUnitWords } from './order-words.ts';

type Account = Schemas['Account'];

/** The confirmation of sale: a page one could send. */
export function ConfirmationPrint({
  confirmation,
  companyName,
  printedOn,
  confirmedOn,
  accounts,
}: {
  confirmation: Confirmation;
  companyName: string;
  /** Today where the company is. */
  printedOn: string;
  /** The day of the confirmation, when this is what was confirmed then and not the order as it is now. */
  confirmedOn: string | undefined;
  /** The parties' addresses, where the person may read them. */
  accounts: { seller: Account | undefined; buyer: Account | undefined };
}) {
  const { lines, commissionTotal, memo, notes } = confirmation;
  const freight = [
    confirmation.freightTerm && freightWords[confirmation.freightTerm],
    confirmation.freightPlace,
  ]
    .filter(Boolean)
    .join(' ');
  const terms = [
    ['Order date', formatDate(confirmation.orderDate)],
    ['Ship date', formatDate(confirmation.shipDate)],
    ['Delivery', formatDate(confirmation.deliveryDate)],
    ['Terms', freight],
    ['Payment', confirmation.paymentTerms?.name ?? ''],
    ['Due', formatDate(confirmation.dueDate)],
    ['Buyer PO', confirmation.poNumber ?? ''],
    ['Broker', confirmation.salesperson?.name ?? ''],
  ].filter(([, value]) => value !== '');
  const hasCommission = commissionTotal !== undefined;

  return (
    <article className="confirmation" aria-label="Confirmation of sale">
      <header>
        <div>
          <h2>{companyName}</h2>
          Confirmation of sale
          <div>
            <Mark confirmation={confirmation} />
          </div>
        </div>
        <div className="confirmation-no">
          <strong>{confirmation.orderNo}</strong>
          <Version confirmation={confirmation} confirmedOn={confirmedOn} />
        </div>
      </header>
      <div className="confirmation-parties">
        <Party title="Seller" party={confirmation.seller} account={accounts.seller} />
        <Party title="Buyer" party={confirmation.buyer} account={accounts.buyer} />
      </div>
      <div className="confirmation-terms">
        {terms.map(([label, value]) => (
          <div key={label}>
            <h3>{label}</h3>
            {value}
          </div>
        ))}
      </div>
      <table>
        <thead>
          <tr>
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
            {hasCommission && (
              <th scope="col" className="number">
                Commission
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={4}>Total</td>
            <td className="number" data-label="Total">
              {formatMoney(confirmation.totalAmount)}
            </td>
            {hasCommission && (
              <td className="number" data-label="Commission">
                {formatMoney(commissionTotal)}
              </td>
            )}
          </tr>
        </tfoot>
      </table>
      {memo !== null && <p className="confirmation-text">{memo}</p>}
      {hasCommission && confirmation.recipient !== 'file' && (
        <p className="confirmation-text">
          Our commission is agreed with you alone and stands here as of {formatDate(confirmedOn ?? printedOn)}
          . A change of it makes no new version of this confirmation.
        </p>
      )}
      {notes !== undefined && (
        <p className="confirmation-text">
          <strong>Internal:</strong> {notes}
        </p>
      )}
      <div className="confirmation-sign">
        <span>Seller</span>
        <span>Buyer</span>
      </div>
    </article>
  );
}

/** Which of the confirmed versions this is; what is being changed again is none of them. */
function Version({
  confirmation: { status, revision },
  confirmedOn,
}: {
  confirmation: Confirmation;
  confirmedOn: string | undefined;
}) {
  if (confirmedOn !== undefined) {
    return (
      <div>
        Version {revision}, as confirmed on {formatDate(confirmedOn)}
      </div>
    );
  }
  if (status === 'draft' || revision <= 1) return null;
  return <div>Version {revision}, replaces earlier ones</div>;
}

/** A paper that binds nobody says so. */
function Mark({ confirmation }: { confirmation: Confirmation }) {
  if (confirmation.cancelledAt !== null) return <span className="confirmation-mark">CANCELLED</span>;
  if (confirmation.status === 'draft') return <span className="confirmation-mark">DRAFT, not binding</span>;
  return confirmation.recipient === 'file' ? <span className="confirmation-mark">OUR FILE</span> : null;
}

function Party({
  title,
  party,
  account,
}: {
  title: string;
  party: { name: string } | null;
  account: Account | undefined;
}) {
  const address = account?.addresses.find(({ kind }) => kind === 'billing') ?? account?.addresses[0];
  const city = [address?.city, [address?.state, address?.postalCode].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(', ');
  const lines = [address?.line1, address?.line2, city].filter(Boolean);
  return (
    <div>
      <h3>{title}</h3>
      <strong>{party?.name ?? 'Not agreed yet'}</strong>
      {lines.length > 0 && <address>{lines.join('\n')}</address>}
    </div>
  );
}

function Line({ line }: { line: PrintedLine }) {
  const pack = line.packSize && line.packUnit ? `${formatNumber(line.packSize)} ${line.packUnit} each` : null;
  const details = [line.size, pack, line.description].filter(Boolean).join(' · ');
  return (
    <tr>
      <td>
        {productLabel(line.product)}
        {details !== '' && <small>{details}</small>}
      </td>
      <td className="number" data-label="Quantity">
        {formatNumber(line.quantity)}{' '}
        <span className={(line.packageType?.length ?? 0) > 20 ? 'confirmation-long' : undefined}>
          {line.packageType}
        </span>
      </td>
      <td className="number" data-label="Net weight">
        {line.netWeight !== null && `${formatNumber(line.netWeight)} ${line.packUnit ?? ''}`}
      </td>
      <td className="number" data-label="Price">
        {formatAmount(line.price)} /{priceUnitWords[line.priceUnit]}
      </td>
      <td className="number" data-label="Total">
        {formatAmount(line.lineTotal)}
      </td>
      {line.commission !== undefined && (
        <td className="number" data-label="Commission">
          {formatAmount(line.commission.commissionAmount)}
          <small>{commissionTerms(line.commission)}</small>
        </td>
      )}
    </tr>
  );
}
