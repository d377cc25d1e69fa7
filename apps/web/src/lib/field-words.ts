/** Where a sentence names a field by another word than the API's own name taken apart. */
const words: Readonly<Record<string, string>> = {
  // Orders and their lines
  poNumber: 'PO number',
  freightTerm: 'freight',
  billingMode: 'what we invoice',
  packageType: 'package',
  actualWeight: 'net weight',
  unitPrice: 'price',
  priceUnit: 'what the price is per',
  commissionPrice: 'commission',
  commissionRate: 'commission',
  commissionBasis: 'what the commission is per',
  commissionUnit: 'what the commission is per',
  totalAmount: 'sum of the goods',
  commissionTotal: 'sum of the commission',
  // Accounts and their parts
  email: 'e-mail',
  type: 'what it trades as',
  isSeller: 'what it trades as',
  isBuyer: 'what it trades as',
  tradesBothWays: 'what it trades as',
  line1: 'street',
  line2: 'second line of the street',
  state: 'state',
  postalCode: 'ZIP or postal code',
  isPrimary: 'primary',
  // The company
  defaultBillingMode: 'what we usually invoice',
  defaultEngagedBy: 'who usually engages us',
  documentNumberPolicy: 'numbers of documents',
  // People and roles
  roleIds: 'roles',
  permissions: 'rights',
  isActive: 'active',
};

/** Lists of a request, by what is said of one as a whole and of each of its parts. */
const lists: Readonly<Record<string, { whole: string; part: string }>> = {
  lines: { whole: 'the order', part: 'line' },
  contacts: { whole: 'the list of contacts', part: 'contact' },
  addresses: { whole: 'the list of addresses', part: 'address' },
  items: { whole: 'the choice', part: 'record' },
  id: { whole: 'the choice', part: 'record' },
  roleIds: { whole: 'the list of roles', part: 'role' },
  permissions: { whole: 'the list of rights', part: 'right' },
};

/**
 * What is wrong with a field, as a sentence in the words of the screens: `lines.1.quantity` that `must be agreed` is
 * `Line 2: quantity must be agreed.`
 */
export function describeField(path: string, message: string): string {
  // Some refusals are whole sentences.
  if (/^\p{Lu}/u.test(message)) return ended(message);
  const [, list = '', index, rest] = /^(\w+)\.(\d+)(?:\.(.+))?$/.exec(path) ?? [];
  const names = lists[list];
  if (index === undefined || names === undefined) {
    return ended(capitalized(`${lists[path]?.whole ?? fieldWord(path)} ${message}`));
  }
  const part = `${capitalized(names.part)} ${Number(index) + 1}`;
  return ended(rest === undefined ? `${part} ${message}` : `${part}: ${fieldWord(rest)} ${message}`);
}

/** `paymentTermsId` is `payment terms`; of a field in a field the innermost is what somebody typed in. */
function fieldWord(path: string): string {
  const name = path.split('.').at(-1) ?? path;
  if (name === '') return 'this';
  return (
    words[name] ??
    name
      .replace(/Id$/, '')
      .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      .trim()
  );
}

const capitalized = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
const ended = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`);
