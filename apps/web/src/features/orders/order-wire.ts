import { orderCreate, orderUpdate } from '@pace/shared/orders';
import type { z } from 'zod';
import { plainDecimal, typedDecimal } from '../../lib/typed-decimal.ts';
import {
  amountsOf,
  commissionOf,
  isBlankLine,
  type LineForm,
  type OrderForm,
  typedCommission,
} from './order-form.ts';
import { headerWords, lineWords } from './order-words.ts';
import { knownIn, withoutId } from './stored-lines.ts';

/** What is wrong with the form: by field for the header, by line and field for lines (`<line key>.quantity`). */
export type FormErrors = ReadonlyMap<string, string>;

const text = (value: string) => (value.trim() === '' ? null : value.trim());

function headerToWire(form: OrderForm) {
  return {
    sellerId: form.seller?.id ?? null,
    buyerId: form.buyer?.id ?? null,
    orderDate: form.orderDate,
    shipDate: text(form.shipDate),
    deliveryDate: text(form.deliveryDate),
    poNumber: text(form.poNumber),
    freightTerm: form.freightTerm === '' ? null : form.freightTerm,
    freightPlace: text(form.freightPlace),
    billingMode: form.billingMode,
    engagedBy: form.engagedBy,
    paymentTermsId: form.paymentTermsId === 'buyer' ? undefined : text(form.paymentTermsId),
    salespersonId: text(form.salespersonId),
    memo: text(form.memo),
    notes: text(form.notes),
  };
}

function lineToWire(line: LineForm) {
  return {
    ...(line.id !== undefined && { id: line.id }),
    productId: line.product?.id,
    description: text(line.description),
    size: text(line.size),
    packageType: text(line.packageType),
    quantity: plainDecimal(line.quantity),
    packSize: plainDecimal(line.packSize),
    packUnit: line.packUnit === '' ? null : line.packUnit,
    actualWeight: plainDecimal(line.actualWeight),
    price: plainDecimal(line.price),
    priceUnit: line.priceUnit,
    commissionPrice: typedCommission(line),
    ...commissionOf(line.commission),
  };
}

type LineWire = ReturnType<typeof lineToWire>;

/** Lines are never changed in place: what is sent of one, and that as a text to compare, is made once. */
const wires = new WeakMap<LineForm, { wire: LineWire; text: string }>();

function wireOf(line: LineForm) {
  const known = wires.get(line);
  if (known !== undefined) return known;
  const wire = lineToWire(line);
  const made = { wire, text: JSON.stringify(wire) };
  wires.set(line, made);
  return made;
}

/** A line that was removed, saved and brought back has an id that the order does not know any more: it is a new one. */
function linesToWire(form: OrderForm, base: OrderForm | undefined) {
  const isKnown = knownIn(base);
  return sentLines(form).map((line) =>
    wireOf(line.id === undefined || isKnown(line) ? line : withoutId(line)),
  );
}

/** The lines that are sent: those nobody typed in are not. */
export function sentLines(form: OrderForm): LineForm[] {
  return form.lines.filter((line) => !isBlankLine(line));
}

/** A form ready to be sent, or what keeps it from that. */
export type Wire<Body> = { body: Body } | { errors: FormErrors };

/** The body of a new order, checked with the API's own schema. */
export function toCreate(form: OrderForm): Wire<z.input<typeof orderCreate>> {
  const body = { ...headerToWire(form), lines: linesToWire(form, undefined).map(({ wire }) => wire) };
  return checked(orderCreate.safeParse(body), body, form);
}

/** Only what differs from what was loaded, so that a change of one field is a change of one field. */
export function toUpdate(form: OrderForm, base: OrderForm): Wire<z.input<typeof orderUpdate>> {
  const body = difference(form, base);
  return checked(orderUpdate.safeParse(body), body, form);
}

/** Whether saving would change anything. */
export function isChanged(form: OrderForm, base: OrderForm): boolean {
  return Object.keys(difference(form, base)).length > 0;
}

function difference(form: OrderForm, base: OrderForm) {
  const [now, then] = [headerToWire(form), headerToWire(base)];
  const header = Object.fromEntries(
    // Object.entries forgets that both have the same keys.
    Object.entries(now).filter(([key, value]) => value !== then[key as keyof typeof then]),
  );
  const lines = linesToWire(form, base);
  const before = linesToWire(base, base);
  const isSame =
    lines.length === before.length && lines.every(({ text: now }, at) => now === before[at]?.text);
  return { ...header, ...(!isSame && { lines: lines.map(({ wire }) => wire) }) };
}

function checked<Body>(
  parsed: { success: boolean; error?: z.core.$ZodError | undefined },
  body: unknown,
  form: OrderForm,
): Wire<Body> {
  if (parsed.success) {
    // The schema has just said that it is one.
    return { body: body as Body };
  }
  const issues = parsed.error?.issues ?? [];
  const problems = new Map(issues.map((issue) => [issue.path.map(String).join('.'), sentence(issue)]));
  return { errors: toFormErrors(problems, form) };
}

function sentence(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' ? 'must be chosen' : issue.message;
}

/** `lines.3.quantity` names the fourth line that was sent; on screen lines have keys, and other names for some fields. */
export function toFormErrors(problems: ReadonlyMap<string, string>, form: OrderForm): FormErrors {
  const sent = sentLines(form);
  return new Map(
    [...problems].map(([path, message]) => {
      const [, index, field] = /^lines\.(\d+)\.?(.*)$/.exec(path) ?? [];
      if (index === undefined) return [formField[path] ?? path, message];
      const line = sent[Number(index)];
      return [line === undefined ? path : `${line.key}.${formField[field ?? ''] ?? field}`, message];
    }),
  );
}

/** Whether the screen has a field beside which this can be said. */
export function isPlaced(path: string): boolean {
  const [, ofLine] = /^lines\.\d+\.(.+)$/.exec(path) ?? [];
  if (ofLine !== undefined) return (formField[ofLine] ?? ofLine) in lineWords;
  return path === 'reason' || path === 'lines' || (formField[path] ?? path) in headerWords;
}

const formField: Readonly<Record<string, string>> = {
  sellerId: 'seller',
  buyerId: 'buyer',
  productId: 'product',
  unitPrice: 'price',
  lineTotal: 'price',
  netWeight: 'actualWeight',
  commissionRate: 'commissionPrice',
  commissionAmount: 'commissionPrice',
  commissionUnit: 'commission',
  commissionBasis: 'commission',
};

/** What keeps an order from binding both parties: the API's own rules, so that it is not asked in vain. */
export function listMissing(form: OrderForm): FormErrors {
  const missing = new Map<string, string>();
  if (form.seller === null) missing.set('seller', 'must be chosen');
  if (form.buyer === null) missing.set('buyer', 'must be chosen');
  else if (form.buyer.id === form.seller?.id) missing.set('buyer', 'must be another account than the seller');
  const lines = sentLines(form);
  if (lines.length === 0) missing.set('lines', 'must have at least one line');
  for (const line of lines) {
    const { lineTotal } = amountsOf(line);
    if (typedDecimal(line.quantity) === null) missing.set(`${line.key}.quantity`, 'must be agreed');
    else if (typedDecimal(line.price) === null) missing.set(`${line.key}.price`, 'must be agreed');
    else if (lineTotal === null) {
      missing.set(`${line.key}.packSize`, 'and its unit, or the actual weight, must be known for this price');
    }
  }
  return missing;
}
