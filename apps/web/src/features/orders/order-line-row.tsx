import { memo, useCallback, useSyncExternalStore } from 'react';
import { formatAmount, formatNumber } from '../../lib/format.ts';
import type { NearLines } from './near-lines.ts';
import { amountsOf, type LineField, type LineForm } from './order-form.ts';
import { type OrderFormStore, useLine } from './order-form-store.ts';
import {
  ChoiceCell,
  commissionOptions,
  ProductCell,
  packUnitOptions,
  priceUnitOptions,
  RemoveCell,
  TextCell,
  type TextField,
  type TypedField,
} from './order-line-cells.tsx';
import type { FormErrors } from './order-wire.ts';
import { lineWords } from './order-words.ts';
import type { GridField } from './paste-lines.ts';

interface RowProps {
  store: OrderFormStore;
  near: NearLines;
  lineKey: string;
  index: number;
  /** The first and the last line are always fields: the focus comes to them from outside. */
  isEdge: boolean;
  errors: FormErrors;
  /** Where Enter leads from the product, whose list takes the key first. */
  onEnter: (key: string, field: GridField) => void;
  onRemove: (key: string) => void;
}

/** One line. It is rendered when it changes itself, and not when another one does; far from the screen it is a text. */
export const OrderLineRow = memo(function OrderLineRow(props: RowProps) {
  const { store, near, lineKey, index, isEdge, errors } = props;
  const line = useLine(store, lineKey);
  const isNear = useSyncExternalStore(near.subscribe, () => near.isNear(lineKey));
  const watch = useCallback((row: HTMLTableRowElement) => near.watch(lineKey, row), [near, lineKey]);
  if (line === undefined) return null;
  const wrong = Object.keys(lineWords).flatMap((field) => {
    const message = errors.get(`${lineKey}.${field}`);
    // The words are keyed by the fields of a line.
    return message === undefined ? [] : [{ field: field as LineField, message }];
  });
  // A field with an error must be there, to be found and to take the focus.
  const isText = !isNear && !isEdge && wrong.length === 0;

  return (
    <>
      <tr ref={watch} className={isText ? 'line-far' : undefined}>
        <td className="line-no">{index + 1}</td>
        {isText ? (
          <td colSpan={14}>{[line.product?.label ?? line.productText, line.quantity].join(' ')}</td>
        ) : (
          <LineCells {...props} line={line} wrong={wrong} />
        )}
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

interface CellsProps extends RowProps {
  line: LineForm;
  wrong: readonly { field: LineField; message: string }[];
}

function LineCells({ store, lineKey, index, line, wrong, onEnter, onRemove }: CellsProps) {
  const { lineTotal, commissionAmount, netWeight } = amountsOf(line);
  // The same function at every key, so that only the cell typed in is rendered.
  const onType = useCallback(
    (field: TypedField, value: string) => store.setLine(lineKey, { [field]: value }),
    [store, lineKey],
  );
  const cell = <Field extends GridField>(field: Field) => ({
    lineKey,
    field,
    lineNo: index + 1,
    isWrong: wrong.some((one) => one.field === field),
  });
  const text = <Field extends TextField>(field: Field) => ({ ...cell(field), value: line[field], onType });

  return (
    <>
      <td data-label="Product" className="wide">
        <ProductCell
          {...cell('product')}
          store={store}
          product={line.product}
          unknownText={line.productText}
          onEnter={onEnter}
        />
      </td>
      <td data-label="Size">
        <TextCell {...text('size')} />
      </td>
      <td data-label="Quantity">
        <TextCell {...text('quantity')} isNumber />
      </td>
      <td data-label="Package">
        <TextCell {...text('packageType')} />
      </td>
      <td data-label="Pack size">
        <TextCell {...text('packSize')} isNumber />
      </td>
      <td data-label="Unit">
        <ChoiceCell {...cell('packUnit')} value={line.packUnit} options={packUnitOptions} onType={onType} />
      </td>
      <td data-label="Price">
        <TextCell {...text('price')} isNumber />
      </td>
      <td data-label="Per">
        <ChoiceCell
          {...cell('priceUnit')}
          value={line.priceUnit}
          options={priceUnitOptions}
          onType={onType}
        />
      </td>
      <td data-label="Commission">
        <TextCell {...text('commissionPrice')} isNumber />
      </td>
      <td data-label="In">
        <ChoiceCell
          {...cell('commission')}
          value={line.commission}
          options={commissionOptions}
          onType={onType}
        />
      </td>
      <td data-label="Description" className="wide">
        <TextCell {...text('description')} />
      </td>
      <td data-label="Net weight">
        <TextCell
          {...text('actualWeight')}
          isNumber
          placeholder={netWeight === null ? undefined : formatNumber(netWeight)}
        />
      </td>
      <td className="plain number">
        <div className="line-amounts">
          {formatAmount(lineTotal)}
          {commissionAmount !== null && <small>{formatAmount(commissionAmount)}</small>}
        </div>
      </td>
      <td className="remove">
        <RemoveCell lineKey={lineKey} lineNo={index + 1} onRemove={onRemove} />
      </td>
    </>
  );
}
