import { formatAmount, formatDate } from '../../lib/format.ts';
import { type Conflict, ConflictView, type Side } from '../../ui/conflict-view.tsx';
import type { Choice } from '../../ui/typeahead-source.ts';
import type { OrderForm } from './order-form.ts';
import { applyChoices, type Merge, type MergeConflict } from './order-merge.ts';
import {
  billingWords,
  commissionWords,
  engagedWords,
  freightWords,
  headerWords,
  lineWords,
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

function toConflict(conflict: MergeConflict): Conflict {
  const { path, field, lineNo } = conflict;
  const words: Readonly<Record<string, string>> = { ...headerWords, ...lineWords, line: 'The whole line' };
  const show = (value: unknown) => showValue(field, value);
  return {
    path,
    label: lineNo === undefined ? (words[field] ?? field) : `Line ${lineNo}: ${words[field] ?? field}`,
    before: show(conflict.before),
    mine: show(conflict.mine),
    theirs: show(conflict.theirs),
  };
}

const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  freightTerm: freightWords,
  billingMode: billingWords,
  engagedBy: engagedWords,
  commission: commissionWords,
};

function showValue(field: MergeConflict['field'], value: unknown): string {
  if (field === 'line') return value === null ? 'removed' : describeLine(value);
  if (value === null || value === '' || value === undefined) return '–';
  if (isChoice(value)) return value.label;
  const text = String(value);
  if (field.endsWith('Date')) return formatDate(text);
  if (field === 'price') return /^\d+(\.\d+)?$/.test(text) ? formatAmount(text) : text;
  return choices[field]?.[text] ?? text;
}

function describeLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '–';
  const line = value as Readonly<Record<string, unknown>>; // The contents of a line, as the merge collected them.
  const product = isChoice(line['product']) ? line['product'].label : '';
  return [line['quantity'], product, line['price'] && `at ${line['price']}`].filter(Boolean).join(' ');
}

function isChoice(value: unknown): value is Choice {
  return typeof value === 'object' && value !== null && 'label' in value && typeof value.label === 'string';
}
