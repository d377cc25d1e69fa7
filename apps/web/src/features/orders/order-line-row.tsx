import { packUnits, priceUnits } from '@pace/shared/units';
import { X } from 'lucide-react';
import { memo } from 'react';
import { formatAmount, formatNumber } from '../../lib/format.ts';
import { type ProductChoice, productSource } from '../../ui/choice-sources.ts';
import { Typeahead } from '../../ui/typeahead.tsx';
import { amountsOf, commissionUnits, type LineField, type LineForm } from './order-form.ts';
import { type OrderFormStore, useLine } from './order-form-store.ts';
import type { FormErrors } from './order-wire.ts';
import { commissionWords, lineWords, priceUnitWords } from './order-words.ts';
import type { GridField } from './paste-lines.ts';

interface RowProps {
  store: OrderFormStore;
  lineKey: string;
  index: number;
  errors: FormErrors;
  /** Where Enter leads from the product, whose list takes the key first. */
  onEnter: (key: string, field: GridField) => void;
  onRemove: (key: string) => void;
}

/** One line. It is rendered when it changes itself, and not when another one does. */
export const OrderLineRow = memo(function OrderLineRow(props: RowProps) {
  const { store, lineKey, index, errors, onEnter, onRemove } = props;
  const line = useLine(store, lineKey);
  if (line === undefined) return null;
  const { lineTotal, commissionAmount, netWeight } = amountsOf(line);
  const set = (change: Partial<LineForm>) => store.setLine(lineKey, change);
  const wrong = Object.keys(lineWords).flatMap((field) => {
    const message = errors.get(`${lineKey}.${field}`);
    // The words are keyed by the fields of a line.
    return message === undefined ? [] : [{ field: field as LineField, message }];
  });
  const cell = (field: GridField) => ({
    'data-line': lineKey,
    'data-field': field,
    'aria-label': `${lineWords[field]}, line ${index + 1}`,
    'aria-invalid': wrong.some((one) => one.field === field) || undefined,
  });
  const text = (field: TextField, className = 'cell', placeholder?: string) => (
    <input
      {...cell(field)}
      className={className}
      autoComplete="off"
      placeholder={placeholder}
      inputMode={className === 'cell' ? 'text' : 'decimal'}
      value={line[field]}
      onChange={(event) => set({ [field]: event.target.value })}
      onFocus={(event) => event.currentTarget.select()}
    />
  );

  return (
    <>
      <tr>
        <td className="line-no">{index + 1}</td>
        <td data-label="Product" className="wide">
          <Typeahead<ProductChoice>
            source={productSource}
            // A stored line knows its product by name only; more is known once another is chosen.
            value={line.product as ProductChoice | null}
            unknownText={line.productText}
            onUnknown={(productText) => set({ product: null, productText })}
            onChange={(product) => set(withProduct(product))}
            onEnter={() => onEnter(lineKey, 'product')}
            inputProps={{
              ...cell('product'),
              className: 'cell',
              'data-in-grid': 1,
              title: line.product?.label,
            }}
          />
        </td>
        <td data-label="Size">{text('size')}</td>
        <td data-label="Quantity">{text('quantity', 'cell number')}</td>
        <td data-label="Package">{text('packageType')}</td>
        <td data-label="Pack size">{text('packSize', 'cell number')}</td>
        <td data-label="Unit">
          <select
            {...cell('packUnit')}
            className="cell"
            value={line.packUnit}
            // The options below are the units.
            onChange={(event) => set({ packUnit: event.target.value as LineForm['packUnit'] })}
          >
            <option value="">–</option>
            {packUnits.map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </select>
        </td>
        <td data-label="Price">{text('price', 'cell number')}</td>
        <td data-label="Per">
          <select
            {...cell('priceUnit')}
            className="cell"
            value={line.priceUnit}
            onChange={(event) => set({ priceUnit: event.target.value as LineForm['priceUnit'] })}
          >
            {priceUnits.map((unit) => (
              <option key={unit} value={unit}>
                {priceUnitWords[unit]}
              </option>
            ))}
          </select>
        </td>
        <td data-label="Commission">{text('commissionPrice', 'cell number')}</td>
        <td data-label="In">
          <select
            {...cell('commission')}
            className="cell"
            value={line.commission}
            onChange={(event) => set({ commission: event.target.value as LineForm['commission'] })}
          >
            {commissionUnits.map((unit) => (
              <option key={unit} value={unit}>
                {commissionWords[unit]}
              </option>
            ))}
          </select>
        </td>
        <td data-label="Description" className="wide">
          {text('description')}
        </td>
        <td data-label="Net weight">
          {text('actualWeight', 'cell number', netWeight === null ? '' : formatNumber(netWeight))}
        </td>
        <td className="plain number">
          {formatAmount(lineTotal)}
          {commissionAmount !== null && <small>{formatAmount(commissionAmount)}</small>}
        </td>
        <td className="remove">
          <button
            type="button"
            tabIndex={-1}
            className="line-remove"
            aria-label={`Remove line ${index + 1}`}
            onClick={() => onRemove(lineKey)}
          >
            <X size={14} aria-hidden />
          </button>
        </td>
      </tr>
      {wrong.length > 0 && (
        <tr className="line-errors">
          <td colSpan={15}>
            {wrong.map(({ field, message }) => `${lineWords[field]} ${message}`).join(' · ')}
          </td>
        </tr>
      )}
    </>
  );
});

type TextField =
  | 'size'
  | 'quantity'
  | 'packageType'
  | 'packSize'
  | 'price'
  | 'commissionPrice'
  | 'description'
  | 'actualWeight';

/** A product brings its package; a line whose product is taken away keeps what was typed. */
function withProduct(product: ProductChoice | null): Partial<LineForm> {
  if (product === null) return { product, productText: '' };
  return {
    product: { id: product.id, label: product.label },
    productText: '',
    packSize: product.packSize ?? '',
    packUnit: product.packUnit ?? '',
  };
}
