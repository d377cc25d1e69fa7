import { type PriceUnit, packUnits, priceUnits } from '@pace/shared/units';
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
  return (hasHeadings ? cells.slice(1) : cells).map((row) =>
    Object.assign(
      {},
      ...row.map((value, column) => {
        const field = fieldAt(column);
        return field === undefined || value === '' ? {} : readCell(field, value);
      }),
    ),
  );
}

function fieldOfHeading(text: string): GridField | undefined {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return gridFields.find((field) => headings[field].includes(plain));
}

function readCell(field: GridField, value: string): PastedLine {
  switch (field) {
    case 'product':
      return { productText: value };
    case 'quantity':
    case 'actualWeight':
      return { [field]: bareNumber(value) };
    case 'packSize': {
      const unit = packUnitOf(/[a-z]+$/i.exec(value)?.[0] ?? '');
      return { packSize: bareNumber(value), ...(unit && { packUnit: unit }) };
    }
    case 'packUnit': {
      const unit = packUnitOf(value);
      return unit ? { packUnit: unit } : {};
    }
    case 'price': {
      // `4.10/lb`, `$41.25 per cwt`
      const unit = priceUnitOf(/(?:\/|per)\s*([a-z]+)\s*$/i.exec(value)?.[1] ?? '');
      return { price: bareNumber(value), ...(unit && { priceUnit: unit }) };
    }
    case 'priceUnit': {
      const unit = priceUnitOf(value.replace(/^(\/|per)\s*/i, ''));
      return unit ? { priceUnit: unit } : {};
    }
    case 'commissionPrice':
      return {
        commissionPrice: bareNumber(value),
        ...(value.includes('%') && { commission: 'percent' as const }),
      };
    case 'commission': {
      const unit = commissionUnitOf(value);
      return unit ? { commission: unit } : {};
    }
    default:
      return { [field]: value };
  }
}

/** The number in `$1,733.50/lb`. What has none stays as it is, to be seen and mended. */
function bareNumber(value: string): string {
  return /\d[\d,]*(\.\d+)?|\.\d+/.exec(value)?.[0].replaceAll(',', '') ?? value;
}

const synonyms: Readonly<Record<string, PriceUnit>> = {
  lbs: 'lb',
  pound: 'lb',
  pounds: 'lb',
  hundredweight: 'cwt',
  tons: 'ton',
  st: 'ton',
  mt: 'tonne',
  t: 'tonne',
  tonnes: 'tonne',
  kgs: 'kg',
  kilo: 'kg',
  kilogram: 'kg',
  pkg: 'package',
  case: 'package',
  cases: 'package',
  carton: 'package',
  ctn: 'package',
  bag: 'package',
  box: 'package',
  bin: 'package',
  ea: 'each',
  unit: 'each',
};

function priceUnitOf(text: string): PriceUnit | undefined {
  const plain = text.trim().toLowerCase();
  return priceUnits.find((unit) => unit === plain) ?? synonyms[plain];
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
  const unit = priceUnitOf(plain);
  if (unit === 'package' || unit === 'each') return 'per_package';
  return commissionUnits.find((one) => one === plain || one === unit);
}
