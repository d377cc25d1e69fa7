import { formatAmount, formatDate } from '../../lib/format.ts';
import { type Conflict, ConflictView, type Side } from '../../ui/conflict-view.tsx';
import type { Choice } from '../../ui/typeahead-source.ts';
import type { OrderForm } from './order-form.ts';
import { applyChoices, type Merge, type MergeConflict, type Said } from './order-merge.ts';
import {
  billingWords,
  commissionWords,
  engagedWords,
  freightWords,
  headerWords,
  lineWords,
  priceUnitWords,
} from './order-words.ts';

/** My unsaved work and somebody's saved work, field by field. */
export function OrderConflict({
  who,
  merge,
  theirs,
  onSettle,
  onClose,
}: {
  who: string;
  merge: Merge;
  theirs: OrderForm;
  onSettle: (form: OrderForm) => void;
  onClose: () => void;
}) {
  return (
    <ConflictView
      who={who}
      conflicts={merge.conflicts.map(toConflict)}
      mergedCount={merge.taken}
      onClose={onClose}
      onSettle={(choices: ReadonlyMap<string, Side>) =>
        onSettle(applyChoices(merge, theirs, (path) => choices.get(path) === 'theirs'))
      }
    />
  );
}

function toConflict({ path, field, line, before, mine, theirs }: MergeConflict): Conflict {
  const words: Readonly<Record<string, string>> = { ...headerWords, ...lineWords, line: 'The whole line' };
  const show = (side: Said | null) =>
    field === 'line' ? (side === null ? 'removed' : describeLine(side)) : describe(field, side ?? {});
  return {
    path,
    label: line === undefined ? (words[field] ?? field) : `Line ${line.no}: ${words[field] ?? field}`,
    before: show(before),
    mine: show(mine),
    theirs: show(theirs),
  };
}

const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  freightTerm: freightWords,
  billingMode: billingWords,
  engagedBy: engagedWords,
  commission: commissionWords,
  priceUnit: priceUnitWords,
};

/** What stands before a value that is shown behind another one. */
const joints: Readonly<Record<string, string>> = {
  packSize: '× ',
  priceUnit: 'per ',
  actualWeight: 'weighed ',
  engagedBy: 'engaged by ',
};

/** Fields that belong together are one text: `4.10 per lb`, `25 lb`, `FOB Fresno`. */
function describe(field: string, side: Said): string {
  const number = side[field];
  return (
    Object.entries(side)
      .map(([name, value]) => {
        const text = showValue(name, value);
        // A unit without its number says nothing.
        const isLone = number === '' && (name === 'priceUnit' || name === 'commission');
        return text === '' || isLone ? '' : `${joints[name] ?? ''}${text}`;
      })
      .filter(Boolean)
      .join(' ') || '–'
  );
}

function showValue(field: string, value: unknown): string {
  if (value === null || value === '' || value === undefined) return '';
  if (isChoice(value)) return value.label;
  const text = String(value);
  if (field.endsWith('Date')) return formatDate(text);
  if (field === 'price') return /^\d+(\.\d+)?$/.test(text) ? formatAmount(text) : text;
  return choices[field]?.[text] ?? text;
}

function describeLine(line: Said): string {
  const { quantity, product, price, priceUnit } = line;
  const at = price === '' ? '' : `at ${describe('price', { price, priceUnit })}`;
  return [quantity, isChoice(product) ? product.label : '', at].filter(Boolean).join(' ');
}

function isChoice(value: unknown): value is Choice {
  return typeof value === 'object' && value !== null && 'label' in value && typeof value.label === 'string';
}
