import { h } from './dom.js';
import { date, instant, money, pretty, words } from './format.js';
import { fact, kinds, viewOf } from './kinds.js';
import { fieldLabel } from './labels.js';
import { historyList } from './record-history.js';
import { address } from './route.js';
import { stateChip } from './status.js';

/** The parts of an object's page. */

/** Shown in places of their own. */
const elsewhere = new Set([
  'Line',
  'LinkedTxn',
  'TotalAmt',
  'Balance',
  'UnappliedAmt',
  'TxnTaxDetail',
  'HomeTotalAmt',
  'HomeBalance',
]);

/** @param {import('./record-actions.js').Shown} object */
export function facts({ entity, data }) {
  const first = kinds[viewOf(entity) ?? '']?.first ?? [];
  const rank = (/** @type {{ path: string[] }} */ { path }) => {
    const at = first.indexOf(path.join('.'));
    return at === -1 ? first.length : at;
  };
  const rows = [...leaves(data)]
    .sort((a, b) => rank(a) - rank(b))
    .map(({ path, value, ref }) => fact(fieldLabel(path), ref ?? shown(path, value)));
  return h('section', { class: 'panel' }, h('h2', {}, 'Fields'), h('dl', { class: 'facts' }, rows.flat()));
}

/**
 * @param {string[]} path
 * @param {string} value
 */
function shown(path, value) {
  return /Date$/.test(path.at(-1) ?? '') && /^\d{4}-\d\d-\d\d$/.test(value) ? date(value) : value;
}

/**
 * @param {Record<string, any>} data
 * @param {string[]} [above]
 * @returns {Generator<{ path: string[], value: string, ref?: Node }>}
 */
function* leaves(data, above = []) {
  for (const [name, value] of Object.entries(data)) {
    const path = [...above, name];
    if (above.length === 0 && elsewhere.has(name)) continue;
    if (Array.isArray(value)) {
      if (value.length > 0)
        yield { path, value: value.map((one) => one['StringValue'] ?? JSON.stringify(one)).join(', ') };
    } else if (typeof value === 'object' && value !== null) {
      if (name.endsWith('Ref')) yield { path, value: '', ref: reference(name, value) };
      else yield* leaves(value, path);
    } else if (value !== '') {
      yield { path, value: value === true ? 'Yes' : value === false ? 'No' : String(value) };
    }
  }
}

/** @type {Record<string, string>} */
const referred = { CustomerRef: 'customers', VendorRef: 'vendors', ItemRef: 'items' };

/**
 * @param {string} field
 * @param {{ value?: string, name?: string }} ref
 */
function reference(field, { value = '', name }) {
  const view = referred[field];
  const word = name ?? value;
  if (view !== undefined && value !== '') return h('a', { href: address({ view, open: value }) }, word);
  return h('span', {}, name === undefined ? value : `${name} (${value})`);
}

/** @param {import('./record-actions.js').Shown} object */
export function lines({ entity, data }) {
  const all = data['Line'] ?? [];
  if (entity === 'Payment' || entity === 'BillPayment' || all.length === 0) return undefined;
  const row = (/** @type {Record<string, any>} */ line) => {
    const detail =
      line['SalesItemLineDetail'] ??
      line['ItemBasedExpenseLineDetail'] ??
      line['AccountBasedExpenseLineDetail'] ??
      {};
    const isSubtotal = line['DetailType'] === 'SubTotalLineDetail';
    const ref = detail['ItemRef'] ?? detail['AccountRef'];
    const refField = detail['ItemRef'] === undefined ? 'AccountRef' : 'ItemRef';
    const first = isSubtotal
      ? 'Subtotal'
      : ref === undefined
        ? words(String(line['DetailType']).replace(/LineDetail$/, ''))
        : reference(refField, ref);
    return h(
      'tr',
      {},
      h('td', { class: isSubtotal ? 'muted' : undefined }, first),
      h('td', {}, line['Description'] ?? ''),
      h('td', { class: 'number wide' }, detail['Qty'] ?? ''),
      h('td', { class: 'number wide' }, detail['UnitPrice'] ?? ''),
      h('td', { class: 'wide' }, detail['TaxCodeRef']?.value ?? ''),
      h('td', { class: 'number' }, money(line['Amount'])),
    );
  };
  const head = [
    ['Item', ''],
    ['Description', ''],
    ['Quantity', 'number wide'],
    ['Price', 'number wide'],
    ['Tax', 'wide'],
    ['Amount', 'number'],
  ].map(([word = '', className]) => h('th', { scope: 'col', class: className || undefined }, word));
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, 'Lines'),
    h(
      'div',
      { class: 'table-box' },
      h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, all.map(row))),
    ),
  );
}

/** @param {import('./record-actions.js').Shown} object */
export function amounts({ data, syncToken, createdAt, updatedAt, id }) {
  const currency = data['CurrencyRef']?.value ?? '';
  const tax = data['TxnTaxDetail']?.TotalTax;
  const named = /** @type {const} */ ([
    ['Total', data['TotalAmt']],
    ['Tax', tax],
    ['Balance', data['Balance']],
    ['Unapplied', data['UnappliedAmt']],
  ]);
  const sums = named
    .filter(([, value]) => value !== undefined)
    .map(([word, value]) => fact(word, h('strong', {}, `${currency} ${money(value)}`)));
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, 'State'),
    h(
      'dl',
      { class: 'facts' },
      sums.flat(),
      fact('Id', id),
      fact('SyncToken', String(syncToken)),
      fact('Created', instant(createdAt)),
      fact('Last updated', instant(updatedAt)),
    ),
  );
}

/** @param {import('./record-actions.js').Shown} object */
export function links({ links: all }) {
  if (all.length === 0) return undefined;
  const row = (/** @type {import('./record-actions.js').Shown['links'][number]} */ link) => {
    const view = viewOf(link.entity);
    const word = `${words(link.entity)} ${link.number ?? `#${link.id}`}`;
    return h(
      'tr',
      {},
      h('td', {}, view === undefined ? word : h('a', { href: address({ view, open: link.id }) }, word)),
      h('td', { class: 'nowrap' }, date(link.date)),
      h('td', { class: 'number' }, money(link.amount ?? link.total)),
      h('td', {}, link.state === undefined ? '' : stateChip(link.state)),
    );
  };
  const head = ['Document', 'Date', 'Amount', 'Status'].map((word) =>
    h('th', { scope: 'col', class: word === 'Amount' ? 'number' : undefined }, word),
  );
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, 'Linked with'),
    h(
      'div',
      { class: 'table-box' },
      h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, all.map(row))),
    ),
  );
}

/** @param {import('./record-actions.js').Shown} object */
export function historyPanel({ history, createdAt }) {
  return h('section', { class: 'panel' }, h('h2', {}, 'History'), historyList(history, createdAt));
}

/** @param {import('./record-actions.js').Shown} object */
export function raw({ json }) {
  if (json === null) return undefined;
  return h(
    'details',
    { class: 'panel' },
    h('summary', {}, 'As the API sends it'),
    h('pre', { tabindex: 0, role: 'region', 'aria-label': 'JSON of the object' }, pretty(json)),
  );
}
