import { formatAmount, formatNumber } from '../../lib/format.ts';
import { productWords } from './product-form.ts';

const more: Readonly<Record<string, string>> = { isActive: 'Active', qboItemId: 'QuickBooks item' };
const unsaid = new Set(['id', 'createdAt']);

/** A change of a product's history in the words of these screens. */
export function describeProductChange(
  field: string,
  value: unknown,
): { label: string; value: string } | null {
  if (unsaid.has(field)) return null;
  const words: Readonly<Record<string, string>> = { ...productWords, ...more };
  return { label: words[field] ?? field, value: describe(field, value) };
}

function describe(field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  if (field === 'price') return formatAmount(text);
  return field === 'packSize' ? formatNumber(text) : text;
}
