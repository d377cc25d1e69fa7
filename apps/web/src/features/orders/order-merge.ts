import {
  type HeaderField,
  isBlankLine,
  type LineField,
  type LineForm,
  type OrderForm,
} from './order-form.ts';

/** A field that both changed, to different values. `path` is `poNumber` or `<line id>.price`; a whole line is its id. */
export interface MergeConflict {
  path: string;
  field: HeaderField | LineField | 'line';
  /** The number of the line, for a person. */
  lineNo: number | undefined;
  before: unknown;
  mine: unknown;
  theirs: unknown;
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
  const settle = (
    before: unknown,
    my: unknown,
    their: unknown,
    conflict: Omit<MergeConflict, 'before' | 'mine' | 'theirs'>,
  ) => {
    if (same(my, their) || same(before, their)) return my;
    if (same(before, my)) {
      taken += 1;
      return their;
    }
    conflicts.push({ ...conflict, before, mine: my, theirs: their });
    return my;
  };

  const header = headerFields.map((field) => [
    field,
    settle(base[field], mine[field], theirs[field], { path: field, field, lineNo: undefined }),
  ]);

  const lines: LineForm[] = [];
  for (const [index, line] of mine.lines.entries()) {
    const before = base.lines.find(({ id }) => id !== undefined && id === line.id);
    const their = theirs.lines.find(({ id }) => id !== undefined && id === line.id);
    if (before === undefined) lines.push(line);
    else if (their === undefined) {
      // They removed it. Untouched by me it goes; otherwise somebody has to decide.
      if (same(contents(before), contents(line))) taken += 1;
      else {
        conflicts.push({
          path: line.key,
          field: 'line',
          lineNo: index + 1,
          before: contents(before),
          mine: contents(line),
          theirs: null,
        });
        // What they removed has no id any more: keeping it writes it anew.
        lines.push({ ...line, id: undefined });
      }
    } else {
      const merged = lineFields.map((field) => [
        field,
        settle(before[field], line[field], their[field], {
          path: `${line.key}.${field}`,
          field,
          lineNo: index + 1,
        }),
      ]);
      lines.push({ ...line, ...Object.fromEntries(merged) });
    }
  }
  // Lines they added, and those I removed but they changed: nothing of theirs disappears unseen.
  for (const [index, their] of theirs.lines.entries()) {
    if (mine.lines.some(({ id }) => id === their.id)) continue;
    const before = base.lines.find(({ id }) => id === their.id);
    if (before === undefined) {
      lines.push(their);
      taken += 1;
    } else if (!same(contents(before), contents(their))) {
      conflicts.push({
        path: their.key,
        field: 'line',
        lineNo: index + 1,
        before: contents(before),
        mine: null,
        theirs: contents(their),
      });
    }
  }
  // The blank line that waits for typing stays the last.
  const ordered = [...lines.filter((line) => !isBlankLine(line)), ...lines.filter(isBlankLine)];
  return { merged: { ...mine, ...Object.fromEntries(header), lines: ordered }, conflicts, taken };
}

/** Puts the person's choices in: `theirs` for each path that is in the set, mine for the rest. */
export function applyChoices(
  merge: Merge,
  theirs: OrderForm,
  isTheirs: (path: string) => boolean,
): OrderForm {
  let form = merge.merged;
  for (const { path, field } of merge.conflicts) {
    if (!isTheirs(path)) continue;
    if (field === 'line') {
      const their = theirs.lines.find(({ key }) => key === path);
      const others = form.lines.filter(({ key }) => key !== path);
      form = { ...form, lines: their === undefined ? others : [...others, their] };
    } else if (path === field) {
      // A header path is its field.
      form = { ...form, [field]: theirs[field as HeaderField] };
    } else {
      const key = path.slice(0, path.lastIndexOf('.'));
      // Keys are names on this screen; the stored lines know each other by their ids.
      const id = form.lines.find((line) => line.key === key)?.id;
      const their = theirs.lines.find((line) => line.id === id);
      if (their === undefined) continue;
      form = {
        ...form,
        lines: form.lines.map((line) =>
          line.key === key ? { ...line, [field]: their[field as LineField] } : line,
        ),
      };
    }
  }
  return form;
}

const headerFields: readonly HeaderField[] = [
  'seller',
  'buyer',
  'orderDate',
  'shipDate',
  'deliveryDate',
  'poNumber',
  'freightTerm',
  'freightPlace',
  'billingMode',
  'engagedBy',
  'paymentTermsId',
  'salespersonId',
  'memo',
  'notes',
];

const lineFields: readonly LineField[] = [
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
];

function contents(line: LineForm): Record<string, unknown> {
  return Object.fromEntries(lineFields.map((field) => [field, line[field]]));
}

function same(a: unknown, b: unknown): boolean {
  // A choice is who was chosen, whatever hint was shown with the name.
  const plain = (value: unknown) =>
    typeof value === 'object' && value !== null && 'label' in value && 'id' in value ? value.id : value;
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}
