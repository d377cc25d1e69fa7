import { packUnits, priceUnits } from '@pace/shared/units';
import { X } from 'lucide-react';
import { memo, type ReactElement, useRef } from 'react';
import { type ProductChoice, productSource } from '../../ui/choice-sources.ts';
import { Typeahead } from '../../ui/typeahead.tsx';
import type { Choice } from '../../ui/typeahead-source.ts';
import { commissionUnits, type LineField, type LineForm } from './order-form.ts';
import type { OrderFormStore } from './order-form-store.ts';
import { commissionWords, lineWords, priceUnitWords } from './order-words.ts';
import type { GridField } from './paste-lines.ts';
import { noPackage, type Package, packageFor } from './product-package.ts';

/** Cells that hold what was typed, as it was typed. */
export type TextField = Exclude<LineField, 'product' | 'productText' | ChoiceField>;
type ChoiceField = 'packUnit' | 'priceUnit' | 'commission';
export type TypedField = TextField | ChoiceField;

interface CellProps<Field extends GridField> {
  lineKey: string;
  lineNo: number;
  field: Field;
  isWrong: boolean;
}

interface TypedCellProps<Field extends TypedField> extends CellProps<Field> {
  value: string;
  onType: (field: TypedField, value: string) => void;
}

const attributesOf = ({ lineKey, lineNo, field, isWrong }: CellProps<GridField>) => ({
  'data-line': lineKey,
  'data-field': field,
  'aria-label': `${lineWords[field]}, line ${lineNo}`,
  'aria-invalid': isWrong || undefined,
});

/*
 * Every cell is a component of its own that is rendered when its own value changes: React writes to all elements it
 * renders, and a browser lays out a list of choices anew whenever somebody writes to it.
 */

export const TextCell = memo(function TextCell({
  isNumber = false,
  placeholder,
  ...cell
}: TypedCellProps<TextField> & { isNumber?: boolean; placeholder?: string | undefined }) {
  return (
    <input
      {...attributesOf(cell)}
      className={isNumber ? 'cell number' : 'cell'}
      autoComplete="off"
      placeholder={placeholder}
      inputMode={isNumber ? 'decimal' : 'text'}
      value={cell.value}
      onChange={(event) => cell.onType(cell.field, event.target.value)}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
});

export const ChoiceCell = memo(function ChoiceCell({
  options,
  ...cell
}: TypedCellProps<ChoiceField> & { options: readonly ReactElement[] }) {
  return (
    <select
      {...attributesOf(cell)}
      className="cell"
      value={cell.value}
      onChange={(event) => cell.onType(cell.field, event.target.value)}
    >
      {options}
    </select>
  );
});

const option = (value: string, words: string) => (
  <option key={value} value={value}>
    {words}
  </option>
);
export const packUnitOptions = [option('', '–'), ...packUnits.map((unit) => option(unit, unit))];
export const priceUnitOptions = priceUnits.map((unit) => option(unit, priceUnitWords[unit]));
export const commissionOptions = commissionUnits.map((unit) => option(unit, commissionWords[unit]));

export const ProductCell = memo(function ProductCell({
  store,
  product,
  unknownText,
  onEnter,
  ...cell
}: CellProps<'product'> & {
  store: OrderFormStore;
  product: Choice | null;
  unknownText: string;
  /** Where Enter leads: the list takes the key first. */
  onEnter: (key: string, field: GridField) => void;
}) {
  const set = (change: Partial<LineForm>) => store.setLine(cell.lineKey, change);
  // The product may be found after the field was left: what was typed into the package since then stays.
  const left = useRef<Package>(undefined);
  function packageNow(): Package {
    const line = store.get().lines.find(({ key }) => key === cell.lineKey);
    const { packSize, packUnit, actualWeight } = line ?? noPackage;
    return { packSize, packUnit, actualWeight };
  }
  /** What nobody typed since the field was left is the other product's. */
  function typedSince(): Package {
    const now = packageNow();
    const then = left.current ?? now;
    const isPackTyped = now.packSize !== then.packSize || now.packUnit !== then.packUnit;
    return {
      ...(isPackTyped ? now : noPackage),
      actualWeight: now.actualWeight === then.actualWeight ? '' : now.actualWeight,
    };
  }
  function choose(chosen: ProductChoice | null) {
    if (chosen === null) return set({ ...(product !== null && noPackage), product: null, productText: '' });
    const known = product === null ? packageNow() : typedSince();
    const { id, label } = chosen;
    set({ product: { id, label }, productText: '', ...known, ...packageFor(known, chosen) });
  }
  return (
    <Typeahead<ProductChoice>
      source={productSource}
      // A stored line knows its product by name only; more is known once another is chosen.
      value={product as ProductChoice | null}
      unknownText={unknownText}
      onUnknown={(productText) => set({ ...(product !== null && noPackage), product: null, productText })}
      onChange={choose}
      onEnter={() => onEnter(cell.lineKey, 'product')}
      inputProps={{
        ...attributesOf(cell),
        className: 'cell',
        'data-in-grid': 1,
        title: product?.label,
        onFocus: () => {
          left.current = undefined;
        },
        onBlur: () => {
          left.current = packageNow();
        },
      }}
    />
  );
});

export const RemoveCell = memo(function RemoveCell(props: {
  lineKey: string;
  lineNo: number;
  onRemove: (key: string) => void;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className="line-remove"
      aria-label={`Remove line ${props.lineNo}`}
      onClick={() => props.onRemove(props.lineKey)}
    >
      <X size={14} aria-hidden />
    </button>
  );
});
