/** What a company calls its legal form; two names that differ only in it are likely one company. */
const companyForms = new Set(
  'inc incorporated llc llp lp ltd limited co company corp corporation plc gmbh ag kg sa sl srl spa bv nv pty'.split(
    ' ',
  ),
);

/** Letters that Unicode does not take apart into a base letter and an accent. */
const foldings: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
};

/**
 * A name as near-duplicates share it: without case, accents, punctuation and company form. "Łódź Nuts, Inc." and
 * "LODZ NUTS LLC" have the same key. A name of nothing but company forms, or of
 * nothing but punctuation, keeps it.
 */
export function nameKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœıþð]/g, (letter) => foldings[letter] ?? letter)
    .replace(/&/g, ' and ')
    // A dot or apostrophe inside a word joins it: L.L.C., O'Hara.
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const meaningful = words.filter((word) => !companyForms.has(word));
  const key = (meaningful.length > 0 ? meaningful : words).join('');
  return key === '' ? name.trim() : key;
}
