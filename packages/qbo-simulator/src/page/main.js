import { ApiError, get } from './api.js';
import { callsView } from './calls-view.js';
import { companiesView } from './companies-view.js';
import { connectionView } from './connection-view.js';
import { byId, fill, h, icon } from './dom.js';
import { faultsView } from './faults-view.js';
import { instant } from './format.js';
import { kinds } from './kinds.js';
import { knobsView } from './knobs-view.js';
import { listView } from './list-view.js';
import { connect, on, settled } from './live.js';
import { preferencesView } from './preferences-view.js';
import { recordView } from './record-view.js';
import { address, current, go, note, onArrival } from './route.js';
import { timeView } from './time-view.js';
import { webhooksView } from './webhooks-view.js';

/** The frame: which company, which section, and what is happening right now. */

/**
 * Where a view stands.
 * @typedef {{ root: HTMLElement, params: URLSearchParams, company: string, companies: Company[] }} Place
 * @typedef {{ realmId: string, name: string, preset: string, country: string, zone: string, homeCurrency: string,
 *   taxRegime: string, isLapsed: boolean, knobs: object, skewMs: number }} Company
 * @typedef {{ title: string, ready: Promise<unknown>, refresh?: () => Promise<unknown> | void, leave?: () => void }} View
 */

/** @type {[heading: string, views: [view: string, word: string][]][]} */
const sections = [
  ['Books', Object.entries(kinds).map(([view, { many }]) => [view, many])],
  ['Company', [['preferences', 'Preferences']]],
  [
    'Watch',
    [
      ['calls', 'Calls'],
      ['webhooks', 'Webhooks'],
      ['connection', 'Connection'],
    ],
  ],
  [
    'Simulator',
    [
      ['faults', 'Faults'],
      ['knobs', 'Knobs'],
      ['time', 'Time'],
      ['companies', 'Companies'],
    ],
  ],
];

/** @type {Record<string, (place: Place) => View>} */
const views = {
  preferences: preferencesView,
  calls: callsView,
  webhooks: webhooksView,
  connection: connectionView,
  faults: faultsView,
  knobs: knobsView,
  time: timeView,
  companies: companiesView,
};

/** @type {View | undefined} */
let shown;

/** @type {Company[]} */
let companies = [];

async function loadCompanies() {
  ({ realms: companies } = await get('/realms'));
  const chosen = current().get('company');
  if (!companies.some(({ realmId }) => realmId === chosen)) {
    const params = current();
    const first = companies[0]?.realmId;
    if (first === undefined) params.delete('company');
    else params.set('company', first);
    if (chosen !== null) for (const name of ['open', 'after']) params.delete(name);
    note(`/?${params}`);
  }
  fill(
    byId('company'),
    companies.map(({ realmId, name, preset }) =>
      h('option', { value: realmId, selected: realmId === current().get('company') }, `${name} (${preset})`),
    ),
  );
}

function showNav(/** @type {string} */ view) {
  fill(
    byId('nav'),
    sections.flatMap(([heading, entries]) => [
      h('h2', {}, heading),
      h(
        'ul',
        {},
        entries.map(([name, word]) =>
          h(
            'li',
            {},
            h(
              'a',
              { href: address({ view: name }), 'aria-current': name === view ? 'page' : undefined },
              word,
            ),
          ),
        ),
      ),
    ]),
  );
  delete byId('nav').dataset['open'];
  byId('menu').setAttribute('aria-expanded', 'false');
  byId('clock').setAttribute('href', address({ view: 'time' }));
}

function viewFor(/** @type {string} */ view, /** @type {URLSearchParams} */ params) {
  if (kinds[view] !== undefined) return params.has('open') ? recordView : listView;
  return views[view] ?? listView;
}

async function show() {
  shown?.leave?.();
  shown = undefined;
  const root = byId('main');
  try {
    await loadCompanies();
    const params = current();
    const company = params.get('company') ?? '';
    const view = company === '' ? 'companies' : (params.get('view') ?? 'invoices');
    showNav(view);
    root.setAttribute('aria-busy', 'true');
    const made = viewFor(view, params)({ root, params, company, companies });
    shown = made;
    document.title = `${made.title} · Bookkeeper`;
    await made.ready;
  } catch (error) {
    fail(root, error);
  }
  root.removeAttribute('aria-busy');
  const heading = root.querySelector('h1');
  if (document.activeElement === document.body || document.activeElement?.closest('.nav') !== null)
    heading?.focus();
}

/**
 * @param {HTMLElement} root
 * @param {unknown} error
 */
function fail(root, error) {
  if (!(error instanceof ApiError)) throw error;
  fill(
    root,
    h('h1', { tabindex: -1 }, 'This cannot be shown'),
    h('p', { class: 'alert', role: 'alert' }, error.message),
    h('p', {}, h('a', { href: address({ view: 'invoices' }) }, 'Go to the invoices')),
  );
}

function watch() {
  const refresh = settled(() => {
    if (document.querySelector('dialog') !== null) return;
    void Promise.resolve(shown?.refresh?.()).catch((error) => fail(byId('main'), error));
  });
  on('call', (call) => {
    const isWrite = call.class === 'User' || call.method !== 'GET';
    if (isWrite && (call.realm === undefined || call.realm === current().get('company'))) refresh.trigger();
  });
  on('clock', ({ now, mode }) => {
    fill(
      byId('clock'),
      instant(now).replace(/:\d\d UTC$/, ' UTC'),
      mode === 'virtual' ? ' · stands still' : '',
    );
  });
  on('state', (isLive) => {
    const word = isLive ? 'Live' : 'Reconnecting';
    fill(
      byId('live'),
      h(
        'span',
        { class: 'chip', 'data-tone': isLive ? 'ok' : 'warn' },
        icon(isLive ? 'wave' : 'clock'),
        word,
      ),
    );
    // What happened while nobody listened is on the screen again.
    if (isLive) refresh.trigger();
  });
  connect();
}

/** `/` searches, `j` and `k` walk through a list. */
function keys(/** @type {KeyboardEvent} */ event) {
  const isTyping =
    event.target instanceof Element && event.target.closest('input, select, textarea, dialog') !== null;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') {
    const search = document.getElementById('search');
    if (search === null) return;
    event.preventDefault();
    search.focus();
  }
  if (event.key !== 'j' && event.key !== 'k') return;
  const rows = [...document.querySelectorAll('[data-row]')];
  const at = document.activeElement === null ? -1 : rows.indexOf(document.activeElement);
  const next = rows[event.key === 'j' ? Math.min(at + 1, rows.length - 1) : Math.max(0, at - 1)];
  if (next instanceof HTMLElement) next.focus();
}

byId('company').addEventListener('change', (event) => {
  const { view } = Object.fromEntries(current());
  if (event.target instanceof HTMLSelectElement) go(address({ company: event.target.value, view }));
});
byId('menu').addEventListener('click', () => {
  const nav = byId('nav');
  const isOpen = nav.dataset['open'] === undefined;
  if (isOpen) nav.dataset['open'] = '';
  else delete nav.dataset['open'];
  byId('menu').setAttribute('aria-expanded', String(isOpen));
});
document.addEventListener('keydown', keys);
onArrival(() => void show());
watch();
void show();
