/** Digits in threes, parted by one and the same sign, perhaps with decimals: `1,733.50`, `12 500`, `1'250'000`. */
const inThrees = /^[1-9]\d{0,2}(?:([,'’\s])\d{3})(?:\1\d{3})*(?:\.\d*)?$/;

/**
 * `$1,733.50` → `1733.50`: how people write and spreadsheets copy; null when nothing was typed. What is no number of
 * ours stays as it is, to be seen and refused: `4,10` read as 410 would be a wrong amount.
 */
export function typedDecimal(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^(?:US ?\$|USD|\$)\s*/i, '')
    .replace(/\s*%$/, '');
  const plain = inThrees.test(bare) ? bare.replaceAll(/[,'’\s]/g, '') : bare;
  return plain.replace(/^\.(?=\d)/, '0.').replace(/(?<=\d)\.$/, '') || null;
}
