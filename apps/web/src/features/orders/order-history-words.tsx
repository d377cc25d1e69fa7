import type { ReactNode } from 'react';
import { formatAmount, formatDate, formatInstant } from '../../lib/format.ts';
import { statusWord } from '../../ui/status-chip.tsx';
import { billingWords, engagedWords, freightWords, headerWords, lineWords } from './order-words.ts';

const more: Readonly<Record<string, string>> = {
  status: 'Status',
  cancelledAt: 'Cancelled',
  confirmedAt: 'Confirmed',
  dueDate: 'Due',
  totalAmount: 'Goods',
  commissionTotal: 'Commission',
  revision: 'Confirmed version',
  reason: 'Reason',
  lines: 'Lines',
  copyOf: 'Copy of',
  paymentTerms: 'Payment terms',
  salesperson: 'Salesperson',
  lineTotal: 'Total',
  commissionAmount: 'Commission amount',
  unitPrice: 'Price per package',
  lineNo: 'Number',
};

/** Ids say nothing to a person; the same change has the name beside it, or is told by the line itself. */
const unsaid = /(Id|By)$|^(netWeight|commissionRate|commissionUnit|unitPrice|confirmedAt)$/;

/** A change of an order's history in the words of this screen. */
export function describeOrderChange(
  field: string,
  value: unknown,
): { label: string; value: ReactNode } | null {
  const [, lineNo, part] = /^lines\.(\d+)(?:\.(.+))?$/.exec(field) ?? [];
  const [, removedNo] = /^removed line (\d+)$/.exec(field) ?? [];
  const name = part ?? field;
  if (unsaid.test(name)) return null;
  const words: Readonly<Record<string, string>> = { ...lineWords, ...headerWords, ...more };
  if (removedNo !== undefined) return { label: `Line ${removedNo} removed`, value: describe('line', value) };
  if (lineNo !== undefined && part === undefined)
    return { label: `Line ${lineNo}`, value: describe('line', value) };
  const label =
    lineNo === undefined ? (words[name] ?? name) : `Line ${lineNo}, ${(words[name] ?? name).toLowerCase()}`;
  return { label, value: describe(name, value) };
}

function describe(field: string, value: unknown): ReactNode {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') {
    const part = value as Readonly<Record<string, unknown>>; // A party, a product or a whole line, as the history keeps it.
    if (field === 'line') {
      return [part['quantity'], describe('product', part['product']), part['price'] && `at ${part['price']}`]
        .filter(Boolean)
        .join(' ');
    }
    return [part['name'], part['variety'], part['grade']].filter(Boolean).join(' ');
  }
  const text = String(value);
  if (field === 'status') return text in statuses ? statusWord(text as keyof typeof statuses) : text;
  if (/At$/.test(field)) return formatInstant(text);
  if (/Date$/.test(field)) return formatDate(text);
  if (/^(totalAmount|commissionTotal|lineTotal|commissionAmount|price)$/.test(field))
    return formatAmount(text);
  const choices: Readonly<Record<string, string>> = { ...freightWords, ...engagedWords, ...billingWords };
  return ['freightTerm', 'engagedBy', 'billingMode'].includes(field) ? (choices[text] ?? text) : text;
}

const statuses = { draft: 1, confirmed: 1, posted_to_qb: 1, paid: 1 };
