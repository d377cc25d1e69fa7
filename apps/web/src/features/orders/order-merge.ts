import { plainDecimal } from '../../lib/typed-decimal.ts';
import {
  type HeaderField,
  isBlankLine,
  type LineField,
  type LineForm,
  type OrderForm,
} from './order-form.ts';
import { knownIn, withoutId } from './stored-lines.ts';

/** Fields by their names, as one side has them. */
export type Said = Readonly<Record<string, unknown>>;

/** Fields that both changed, to different values; null stands for a line that is not there. */
export interface MergeConflict {
  /** `poNumber`, `<line key>.price`, or the key of a whole line. */
  path: string;
  /** The first of the fields that belong together. */
  field: HeaderField | LineField | 'line';
  /** The line, and its number for a person. */
  line: { key: string; no: number } | undefined;
  before: Said | null;
  mine: Said | null;
  theirs: Said | null;
}

export interface Merge {
  /** Everything that only one side changed, and my side of every conflict. */
  merged: OrderForm;
  conflicts: MergeConflict[];
  /** How many of their changes are in `merged`. */
  taken: number;
}

/** Puts my unsaved work and somebody's saved work together, starting from what both started from. */
export function mergeOrders(base: OrderForm, mine: OrderForm, theirs: OrderForm): Merge {
  const conflicts: MergeConflict[] = [];
  let taken = 0;

  /** What holds of fields that belong together: mine where both changed them, until somebody decides. */
  function settle<Form extends object>(
    group: readonly (keyof Form & string)[],
    [before, my, their]: readonly [Form, Form, Form],
    conflict: Omit<MergeConflict, 'before' | 'mine' | 'theirs'>,
  ): Said {
    const [was, mineNow, theirsNow] = [said(group, before), said(group, my), said(group, their)];
    if (same(mineNow, theirsNow) || same(was, theirsNow)) return mineNow;
    if (same(was, mineNow)) {
      taken += 1;
      return theirsNow;
    }
    conflicts.push({ ...conflict, before: was, mine: mineNow, theirs: theirsNow });
    return mineNow;
  }

  const header = headerGroups.map((group) =>
    settle(group, [base, mine, theirs], { path: group[0], field: group[0], line: undefined }),
  );

  const lines: LineForm[] = [];
  const mineNow = withStoredIds(base, mine, theirs);
  for (const [index, line] of mineNow.entries()) {
    const before = base.lines.find(({ id }) => id !== undefined && id === line.id);
    const their = theirs.lines.find(({ id }) => id !== undefined && id === line.id);
    const at = { key: line.key, no: index + 1 };
    if (before === undefined) lines.push(line);
    else if (their === undefined) {
      // They removed it. Untouched by me it goes; otherwise somebody has to decide.
      if (same(contents(before), contents(line))) taken += 1;
      else {
        conflicts.push({
          path: line.key,
          field: 'line',
          line: at,
          before: contents(before),
          mine: contents(line),
          theirs: null,
        });
        // What they removed has no id any more: keeping it writes it anew.
        lines.push(withoutId(line));
      }
    } else {
      const merged = lineGroups.map((group) =>
        settle(group, [before, line, their], { path: `${line.key}.${group[0]}`, field: group[0], line: at }),
      );
      lines.push(Object.assign({ ...line }, ...merged));
    }
  }
  // Lines they added, and those I removed but they changed: nothing of theirs disappears unseen.
  for (const [index, their] of theirs.lines.entries()) {
    if (mineNow.some(({ id }) => id === their.id)) continue;
    const before = base.lines.find(({ id }) => id === their.id);
    if (before === undefined) {
      lines.push(their);
      taken += 1;
    } else if (!same(contents(before), contents(their))) {
      conflicts.push({
        path: their.key,
        field: 'line',
        line: { key: their.key, no: index + 1 },
        before: contents(before),
        mine: null,
        theirs: contents(their),
      });
    }
  }
  // The blank line that waits for typing stays the last.
  const ordered = [...lines.filter((line) => !isBlankLine(line)), ...lines.filter(isBlankLine)];
  return { merged: Object.assign({ ...mine }, ...header, { lines: ordered }), conflicts, taken };
}

/**
 * A line of mine that says what a line they added says is that line: it was stored, and the answer was lost on its way.
 * Without its id it would be written twice.
 */
function withStoredIds(base: OrderForm, mine: OrderForm, theirs: OrderForm): LineForm[] {
  const isOld = knownIn(base);
  const left = theirs.lines.filter((line) => !isOld(line));
  return mine.lines.map((line) => {
    if (isOld(line) || isBlankLine(line)) return line;
    const own = left.findIndex(({ id }) => id === line.id);
    const at = own === -1 ? left.findIndex((their) => same(contents(their), contents(line))) : own;
    const [stored] = at === -1 ? [] : left.splice(at, 1);
    return stored === undefined ? line : { ...line, id: stored.id };
  });
}

/** Puts the person's choices in: `theirs` for each path that is in the set, mine for the rest. */
export function applyChoices(
  merge: Merge,
  theirs: OrderForm,
  isTheirs: (path: string) => boolean,
): OrderForm {
  let form = merge.merged;
  for (const { path, field, line, theirs: said } of merge.conflicts) {
    if (!isTheirs(path)) continue;
    if (line === undefined) form = { ...form, ...said };
    else if (field === 'line') {
      const their = theirs.lines.find(({ key }) => key === line.key);
      const others = form.lines.filter(({ key }) => key !== line.key);
      form = { ...form, lines: said === null || their === undefined ? others : [...others, their] };
    } else {
      form = {
        ...form,
        lines: form.lines.map((one) => (one.key === line.key ? { ...one, ...said } : one)),
      };
    }
  }
  return form;
}

/** Whether both say the same, however it was typed. */
export function isSameOrder(a: OrderForm, b: OrderForm): boolean {
  const [linesOfA, linesOfB] = [a, b].map(({ lines }) => lines.filter((line) => !isBlankLine(line)));
  return (
    headerGroups.every((group) => same(said(group, a), said(group, b))) &&
    linesOfA?.length === linesOfB?.length &&
    linesOfA?.every((line, at) => {
      const other = linesOfB?.[at];
      return other !== undefined && same(contents(line), contents(other));
    }) === true
  );
}

type Group<Field> = readonly [Field, ...Field[]];

/*
 * What means something only together is decided together: somebody's price with somebody else's unit would be a price
 * that nobody agreed.
 */

const headerGroups: readonly Group<HeaderField>[] = [
  ['seller'],
  ['buyer'],
  ['orderDate'],
  ['shipDate'],
  ['deliveryDate'],
  ['poNumber'],
  ['freightTerm', 'freightPlace'],
  ['billingMode', 'engagedBy'],
  ['paymentTermsId'],
  ['salespersonId'],
  ['memo'],
  ['notes'],
];

const lineGroups: readonly Group<LineField>[] = [
  ['product'],
  ['size'],
  // So many packages, and what they weigh.
  ['quantity', 'packSize', 'packUnit', 'actualWeight'],
  ['packageType'],
  ['price', 'priceUnit'],
  ['commissionPrice', 'commission'],
  ['description'],
];
const lineFields = lineGroups.flat();

function said<Form extends object>(fields: readonly (keyof Form & string)[], form: Form): Said {
  return Object.fromEntries(fields.map((field) => [field, form[field]]));
}

function contents(line: LineForm): Said {
  return said(lineFields, line);
}

function same(a: Said, b: Said): boolean {
  return Object.keys(a).every((field) => meaning(field, a[field]) === meaning(field, b[field]));
}

const decimals: ReadonlySet<string> = new Set([
  'quantity',
  'packSize',
  'actualWeight',
  'price',
  'commissionPrice',
] satisfies LineField[]);

/** A choice is who was chosen, whatever hint was shown with the name; a number is what it says, however it was typed. */
function meaning(field: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'id' in value) return value.id;
  if (typeof value !== 'string') return value;
  return decimals.has(field) ? plainDecimal(value) : value.trim();
}
