import { type PriceUnit, packUnits, priceUnits } from '@pace/shared/units';
import { typedDecimal } from '../../lib/typed-decimal.ts';
import { type CommissionUnit, commissionUnits, type LineField, type LineForm } from './order-form.ts';

/** The columns of the grid, in its order: what is pasted fills them from the cell it is pasted into. */
export const gridFields = [
  'product',
  'size',
  'quantity',
  'packageType',
  'packSize',
  'packUnit',
  'price',
  'priceUnit',
  'commissionPrice',
  'commission',
  'description',
  'actualWeight',
] as const satisfies readonly LineField[];
export type GridField = (typeof gridFields)[number];

/** What a pasted row says of a line. `product` is still a text. */
export type PastedLine = Partial<Omit<LineForm, 'key' | 'id' | 'product'>>;

/** Whether a clipboard holds cells, and not just a word for one of them. */
export function isTable(text: string): boolean {
  return /[\t\n]/.test(text.replace(/\r?\n$/, ''));
}

/** Cells as spreadsheets copy them: tabs and line ends, with quotes around cells that contain either. */
export function parseCells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === '\t' || char === '\n') {
      rows.at(-1)?.push(cell.trim());
      cell = '';
      if (char === '\n') rows.push([]);
    } else if (char !== '\r') cell += char;
  }
  rows.at(-1)?.push(cell.trim());
  return rows.filter((row) => row.some((value) => value !== ''));
}

/** Headings people give these columns, in lower case without signs. */
const headings: Readonly<Record<GridField, readonly string[]>> = {
  product: ['product', 'item', 'commodity', 'variety', 'goods'],
  size: ['size', 'count', 'grade size'],
  quantity: ['quantity', 'qty', 'packages', 'cases', 'units', 'bags', 'cartons'],
  packageType: ['package', 'package type', 'pack type', 'packaging', 'container'],
  packSize: ['pack size', 'pack', 'weight per package', 'net per package'],
  packUnit: ['pack unit', 'weight unit', 'uom'],
  price: ['price', 'unit price', 'rate'],
  priceUnit: ['per', 'price unit', 'price per', 'unit'],
  commissionPrice: ['commission', 'brokerage', 'comm', 'commission rate'],
  commission: ['commission unit', 'commission basis', 'basis'],
  description: ['description', 'note', 'notes', 'remark', 'remarks'],
  actualWeight: ['weight', 'actual weight', 'net weight'],
};

/** Turns cells into lines. A first row of headings says which column is which; otherwise they begin at `from`. */
export function readPastedLines(cells: readonly string[][], from: GridField): PastedLine[] {
  const [first = []] = cells;
  const named = first.map(fieldOfHeading);
  const hasHeadings = named.filter((field) => field !== undefined).length >= 2;
  const start = gridFields.indexOf(from);
  const fieldAt = (column: number) => (hasHeadings ? named[column] : gridFields[start + column]);
  return (hasHeadings ? cells.slice(1) : cells).map((row) => {
    const cells = row.flatMap((value, column): [GridField, string][] => {
      const field = fieldAt(column);
      return field === undefined || value === '' ? [] : [[field, value]];
    });
    const line: PastedLine = Object.assign({}, ...cells.map(([field, value]) => readCell(field, value)));
    return { ...line, ...weightIn(line), ...numbersOfUnknownUnits(line, cells) };
  });
}

/** The number that a unit belongs to. */
const numberOf = { packUnit: 'packSize', priceUnit: 'price', commission: 'commissionPrice' } as const;

/**
 * A number in a unit we do not know goes with its unit into the field, to be seen and refused: alone it would take the
 * unit of the line above or of the product, and be another amount.
 */
function numbersOfUnknownUnits(
  line: PastedLine,
  cells: readonly (readonly [GridField, string])[],
): PastedLine {
  return Object.fromEntries(
    cells.flatMap(([field, value]) => {
      if (!(field in numberOf) || Object.keys(readCell(field, value)).length > 0) return [];
      // Just asked for.
      const number = numberOf[field as keyof typeof numberOf];
      return line[number] === undefined ? [] : [[number, `${line[number]} ${value}`]];
    }),
  );
}

/** A weight that says its unit is a number only where the row says the same one. */
function weightIn({ actualWeight, packUnit }: PastedLine): PastedLine {
  const weight = actualWeight === undefined ? undefined : numberAndRest(actualWeight);
  return weight && packUnit !== undefined && packUnitOf(weight.rest) === packUnit
    ? { actualWeight: weight.number }
    : {};
}

function fieldOfHeading(text: string): GridField | undefined {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return gridFields.find((field) => headings[field].includes(plain));
}

/**
 * What a cell says of a line. What is not wholly understood stays as it was copied, to be seen and mended: half of
 * `$41.25/bushel` or `4,10` would be a wrong amount.
 */
function readCell(field: GridField, value: string): PastedLine {
  const { number, rest } = numberAndRest(value) ?? { number: undefined, rest: '' };
  switch (field) {
    case 'product':
      return { productText: value };
    case 'quantity':
      return { quantity: number !== undefined && (rest === '' || packageWord.test(rest)) ? number : value };
    case 'actualWeight':
      return { actualWeight: number !== undefined && rest === '' ? number : value };
    case 'packSize': {
      const unit = packUnitOf(rest);
      if (number === undefined || (rest !== '' && unit === undefined)) return { packSize: value };
      return { packSize: number, ...(unit && { packUnit: unit }) };
    }
    case 'packUnit': {
      const unit = packUnitOf(value);
      return unit ? { packUnit: unit } : {};
    }
    case 'price': {
      // `4.10/lb`, `$41.25 per cwt`
      const unit = priceUnitOf(rest.replace(per, ''));
      if (number === undefined || (rest !== '' && unit === undefined)) return { price: value };
      return { price: number, ...(unit && { priceUnit: unit }) };
    }
    case 'priceUnit': {
      const unit = priceUnitOf(value.replace(per, ''));
      return unit ? { priceUnit: unit } : {};
    }
    case 'commissionPrice': {
      const unit = commissionUnitOf(rest);
      if (number === undefined || (rest !== '' && unit === undefined)) return { commissionPrice: value };
      // Dollars alone leave open what they are per; the sign stays, so that they are never taken for a percentage.
      if (rest === '' && value.includes('$')) return { commissionPrice: value };
      return { commissionPrice: number, ...(unit && { commission: unit }) };
    }
    case 'commission': {
      const unit = commissionUnitOf(value);
      return unit ? { commission: unit } : {};
    }
    default:
      return { [field]: value };
  }
}

/** `$1,733.50 /lb` → `1733.50` and `/lb`; undefined for what does not begin with a number of ours. */
function numberAndRest(value: string): { number: string; rest: string } | undefined {
  const [, head = '', rest = ''] = /^([^a-z%#/]*(?:us ?\$|usd)?[^a-z%#/]*)(.*)$/is.exec(value.trim()) ?? [];
  const number = typedDecimal(head);
  return number !== null && /^\d+(\.\d+)?$/.test(number) ? { number, rest: rest.trim() } : undefined;
}

const per = /^(?:\/|per\b)\s*/i;

/** What people write behind a number of packages. */
const packageWord =
  /^(?:bags?|bins?|box(?:es)?|cartons?|cases?|crates?|cs|ctns?|drums?|ea|each|flats?|lugs?|packages?|pallets?|pcs?|pkgs?|sacks?|totes?|trays?|units?)\.?$/i;
/** Those of them that are pieces and no packages. */
const pieceWord = /^(?:ea|each|pcs?|units?)$/i;

const synonyms: ReadonlyMap<string, PriceUnit> = new Map([
  ['#', 'lb'],
  ['lbs', 'lb'],
  ['pound', 'lb'],
  ['pounds', 'lb'],
  ['hundredweight', 'cwt'],
  ['tons', 'ton'],
  ['st', 'ton'],
  ['mt', 'tonne'],
  ['t', 'tonne'],
  ['tonnes', 'tonne'],
  ['kgs', 'kg'],
  ['kilo', 'kg'],
  ['kilogram', 'kg'],
]);

function priceUnitOf(text: string): PriceUnit | undefined {
  const plain = text.trim().toLowerCase().replace(/\.$/, '');
  const weight = priceUnits.find((unit) => unit === plain) ?? synonyms.get(plain);
  if (weight !== undefined || !packageWord.test(plain)) return weight;
  return pieceWord.test(plain) ? 'each' : 'package';
}

function packUnitOf(text: string) {
  const unit = priceUnitOf(text);
  return packUnits.find((one) => one === unit);
}

function commissionUnitOf(text: string): CommissionUnit | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^(\$?\s*\/|per)\s*/, '');
  if (plain === '%' || plain === 'pct') return 'percent';
  // Before the units: berries come in flats too.
  if (plain === 'flat') return 'flat';
  const unit = priceUnitOf(plain);
  if (unit === 'package' || unit === 'each') return 'per_package';
  return commissionUnits.find((one) => one === plain || one === unit);
}
