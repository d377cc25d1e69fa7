import { trimDecimal } from '@pace/shared/decimal';

/** Digits in threes, parted by one and the same sign, perhaps with decimals: `1,733.50`, `12 500`, `1'250'000`. */
const inThrees = /^[1-9]\d{0,2}(?:([,'’\s])\d{3})(?:\1\d{3})*(?:\.\d*)?$/;

/**
 * `$1,733.50` → `1733.50`: how people write and spreadsheets copy; null when nothing was typed. What is no number of
 * ours stays as it is, to be seen and refused: `4,10` read as 410 would be a wrong amount.
 */
export function typedDecimal(text: string, commaMeans = ownComma): string | null {
  const bare = text
    .trim()
    .replace(/^(?:US ?\$|USD|\$)\s*/i, '')
    .replace(/\s*%$/, '');
  const isGrouped = inThrees.test(bare) && !(commaMeans === 'decimals' && /^\d+,\d{3}$/.test(bare));
  const plain = isGrouped ? bare.replaceAll(/[,'’\s]/g, '') : bare;
  return plain.replace(/^\.(?=\d)/, '0.').replace(/(?<=\d)\.$/, '') || null;
}

/** The same number is the same text: `04.10` and `4.1` are both `4.1`. What is no number stays as it was typed. */
export function plainDecimal(text: string): string | null {
  const typed = typedDecimal(text);
  if (typed === null || !/^\d+(\.\d+)?$/.test(typed)) return typed;
  return trimDecimal(typed.replace(/^0+(?=\d)/, ''), 0);
}

type CommaMeaning = 'thousands' | 'decimals';

/** Where people write 4,125 for four and an eighth, it cannot be taken for four thousand. */
const ownComma = commaIn(undefined);

export function commaIn(locale: string | undefined): CommaMeaning {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.some(({ type, value }) => type === 'decimal' && value === ',') ? 'decimals' : 'thousands';
}
