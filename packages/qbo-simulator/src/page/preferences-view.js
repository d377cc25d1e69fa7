import { act, get, post } from './api.js';
import { ask, toast } from './dialog.js';
import { fill, h } from './dom.js';
import { alertBox, field, submit } from './form.js';
import { date, words } from './format.js';
import { picker } from './picker.js';
import { chip } from './status.js';

/** The company's own settings, also those that an app may only read, and the closing of its books. */

/** @type {Record<string, string>} */
const headings = {
  AccountingInfoPrefs: 'Accounting',
  ProductAndServicesPrefs: 'Products and services',
  SalesFormsPrefs: 'Sales forms',
  EmailMessagesPrefs: 'Email messages',
  VendorAndPurchasesPrefs: 'Vendors and purchases',
  TaxPrefs: 'Sales tax',
  CurrencyPrefs: 'Currencies',
};

/** @type {Record<string, string>} */
const labels = {
  CustomTxnNumbers: 'Custom transaction numbers',
  UsingSalesTax: 'Sales tax is on',
  PartnerTaxEnabled: 'Automated sales tax',
  MultiCurrencyEnabled: 'Several currencies',
};

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function preferencesView({ root, company, companies }) {
  const info = companies.find(({ realmId }) => realmId === company);
  const closing = h('section', { class: 'panel' });
  const proof = h('section', { class: 'panel' });
  const form = h('form', { novalidate: true, class: 'panel' });
  let shownToken = '';

  const load = async () => {
    const object = await get(`/object/${company}/Preferences/1`);
    // Unsaved input is not overwritten by what has not changed.
    if (shownToken === String(object.syncToken)) return;
    shownToken = String(object.syncToken);
    const { fields } = await get('/fields/Preferences');
    showClosing(object.data['AccountingInfoPrefs']?.BookCloseDate);
    showForm(fields, object.data);
  };

  const showClosing = (/** @type {string | undefined} */ day) => {
    const open = async () => {
      await act(company, 'closeBooks', {});
      toast('The books are open.', () => act(company, 'closeBooks', { date: day }).then(load));
      await load();
    };
    fill(
      closing,
      h('h2', {}, 'Closing the books'),
      h(
        'div',
        { class: 'filters' },
        day === undefined
          ? chip('ok', 'check', 'Open')
          : chip('warn', 'pause', `Closed through ${date(day)}`),
        h(
          'button',
          { type: 'button', onclick: () => closeBooks(company, day, load) },
          day === undefined ? 'Close the books' : 'Change the day',
        ),
        day !== undefined && h('button', { type: 'button', onclick: () => void open() }, 'Open the books'),
      ),
      h('p', { class: 'hint' }, 'A transaction dated on or before that day is refused with fault 6210.'),
    );
  };

  const showForm = (/** @type {Record<string, any>} */ tables, /** @type {Record<string, any>} */ data) => {
    const groups = Object.entries(tables)
      .filter(([name]) => headings[name] !== undefined)
      .map(([name, table]) => ({ name, settings: settingsOf(company, table.fields, data[name] ?? {}) }))
      .filter(({ settings }) => settings.length > 0);
    const alert = alertBox();
    const button = h('button', { type: 'submit', class: 'main-action' }, 'Save preferences');
    fill(
      form,
      h('h2', {}, 'Preferences'),
      alert,
      groups.map(({ name, settings }) =>
        h(
          'fieldset',
          {},
          h('legend', {}, headings[name]),
          h(
            'div',
            { class: 'form' },
            settings.map(({ node }) => node),
          ),
        ),
      ),
      h('p', { class: 'filters' }, button),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      const fields = groups.flatMap(({ settings }) => settings.map((one) => one.field));
      void submit({ fields, alert, button, work: () => save(groups) });
    };
  };

  const save = async (/** @type {{ name: string, settings: Setting[] }[]} */ groups) => {
    /** @type {Record<string, object>} */
    const prefs = {};
    for (const { name, settings } of groups) {
      const changed = settings.filter(({ value, before }) => value() !== before);
      if (changed.length > 0) prefs[name] = Object.fromEntries(changed.map((one) => [one.name, one.sent()]));
    }
    if (Object.keys(prefs).length === 0) {
      toast('Nothing was changed.');
      return;
    }
    await act(company, 'setPref', { prefs });
    toast('Preferences saved.');
    await load();
  };

  const prove = async () => {
    const { ok, broken } = await post('/assert/invariants', { realm: company });
    fill(
      proof.querySelector('div') ?? proof,
      ok
        ? chip('ok', 'check', 'Everything adds up')
        : chip('bad', 'alert', `${broken.length} rules are broken`),
      h(
        'ul',
        {},
        broken
          .slice(0, 20)
          .map((/** @type {any} */ one) =>
            h('li', {}, `${one.rule}: ${one.entity} ${one.id}: ${one.detail}`),
          ),
      ),
    );
  };
  fill(
    proof,
    h('h2', {}, 'Proof of the books'),
    h(
      'p',
      { class: 'intro' },
      'Counts everything anew: lines and totals, balances and payments, links and the journal.',
    ),
    h(
      'p',
      { class: 'filters' },
      h('button', { type: 'button', onclick: () => void prove() }, 'Prove the books'),
    ),
    h('div', { role: 'status' }),
  );
  fill(
    root,
    h('div', { class: 'head' }, h('h1', { tabindex: -1 }, 'Preferences and closing')),
    h(
      'p',
      { class: 'intro' },
      `${info?.name ?? ''}: preset ${info?.preset ?? ''}, ${info?.country ?? ''}, ${info?.zone ?? ''}, ${info?.homeCurrency ?? ''}.`,
    ),
    closing,
    form,
    proof,
  );
  return { title: 'Preferences and closing', ready: load(), refresh: load };
}

/**
 * @typedef {{ name: string, node: HTMLElement, field: import('./form.js').Field, value: () => string | boolean,
 *   before: string | boolean, sent: () => unknown }} Setting
 */

/**
 * @param {string} company
 * @param {Record<string, any>} tables
 * @param {Record<string, any>} data
 * @returns {Setting[]}
 */
function settingsOf(company, tables, data) {
  return Object.entries(tables).flatMap(([name, table]) => settingOf(company, name, table, data[name]) ?? []);
}

/**
 * @param {string} company
 * @param {string} name
 * @param {any} table
 * @param {any} now
 * @returns {Setting | undefined} nothing for what has a place or a form of its own
 */
function settingOf(company, name, { kind, to, max }, now) {
  if (name === 'BookCloseDate') return undefined;
  const label = labels[name] ?? words(name);
  if (kind === 'flag') {
    const made = field({ name, label, type: 'checkbox', value: now === true });
    return { name, node: made.node, field: made, value: made.read, before: now === true, sent: made.read };
  }
  if (kind === 'ref' && to !== undefined) {
    const made = picker({ company, entity: to, name, label, value: now });
    const sent = () => (made.id() === '' ? null : { value: made.id() });
    return { name, node: made.node, field: made, value: made.id, before: now?.value ?? '', sent };
  }
  if (kind !== 'text') return undefined;
  const made = field({ name, label, value: now ?? '', max });
  const sent = () => (made.read() === '' ? null : made.read());
  return { name, node: made.node, field: made, value: made.read, before: now ?? '', sent };
}

/**
 * @param {string} company
 * @param {string | undefined} day
 * @param {() => Promise<void>} done
 */
function closeBooks(company, day, done) {
  const until = field({
    name: 'date',
    label: 'Closed through',
    type: 'date',
    value: day ?? '',
    required: true,
  });
  ask({
    title: 'Close the books',
    intro:
      'Nothing dated on or before this day can be created, changed, voided or deleted until the books are opened again.',
    content: until.node,
    fields: [until],
    action: 'Close the books',
    isNarrow: true,
    work: async () => {
      await act(company, 'closeBooks', { date: until.read() });
      toast(`The books are closed through ${date(String(until.read()))}.`);
      await done();
    },
  });
}
