import { get, list } from './api.js';
import { fill, h } from './dom.js';
import { date, money } from './format.js';
import { kinds, nameOf } from './kinds.js';
import { actionButtons } from './record-actions.js';
import { amounts, facts, historyPanel, lines, links, raw } from './record-panels.js';
import { address } from './route.js';
import { stateChip } from './status.js';

/** One object: its fields, its lines, what it is linked with, and what happened to it. */

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function recordView({ root, params, company }) {
  const view = params.get('view') ?? 'invoices';
  const id = params.get('open') ?? '';
  const kind = kinds[view];
  if (kind === undefined) throw new Error(`There are no ${view}`);
  const title = `${kind.one.charAt(0).toUpperCase()}${kind.one.slice(1)}`;
  let shownText = '';

  const load = async () => {
    const object = await get(`/object/${company}/${kind.entity}/${encodeURIComponent(id)}`);
    const related = await relatedLists(company, kind.entity, id);
    const text = JSON.stringify([object, related]);
    // What has not changed is left alone: focus, selection and what is unfolded stay.
    if (text === shownText) return;
    shownText = text;
    show(object, related);
  };

  /**
   * @param {import('./record-actions.js').Shown} object
   * @param {Related[]} related
   */
  const show = (object, related) => {
    const name = nameOf(object.id, object.data);
    document.title = `${title} ${name} · Bookkeeper`;
    const focused = document.activeElement?.textContent;
    const actions = actionButtons(company, view, object, load);
    fill(
      root,
      h('p', { class: 'small' }, h('a', { href: address({ view }) }, `← ${kind.many}`)),
      h(
        'div',
        { class: 'head' },
        h('h1', { tabindex: -1 }, `${title} ${name}`),
        stateChip(object.state),
        h('div', { class: 'actions' }, actions),
      ),
      h(
        'div',
        { class: 'columns' },
        h('div', {}, facts(object), lines(object), related.map(relatedPanel)),
        h('div', {}, amounts(object), links(object), historyPanel(object), raw(object)),
      ),
    );
    if (document.activeElement === document.body && focused)
      [...root.querySelectorAll('button')].find((one) => one.textContent === focused)?.focus();
  };

  return { title, ready: load(), refresh: load };
}

/** @typedef {{ view: string, many: string, page: import('./api.js').Page }} Related */

const relatedShown = 8;

/**
 * The newest documents of a customer or vendor.
 * @param {string} company
 * @param {string} entity
 * @param {string} id
 * @returns {Promise<Related[]>}
 */
async function relatedLists(company, entity, id) {
  const views =
    entity === 'Customer'
      ? ['invoices', 'estimates', 'payments', 'creditmemos']
      : entity === 'Vendor'
        ? ['bills']
        : [];
  const pages = await Promise.all(
    views.map(async (view) => {
      const kind = kinds[view];
      const page = await list(company, kind?.entity ?? '', { party: id, limit: relatedShown });
      return { view, many: kind?.many ?? '', page };
    }),
  );
  return pages.filter(({ page }) => page.total > 0);
}

/** @param {Related} related */
function relatedPanel({ view, many, page }) {
  const row = (/** @type {import('./api.js').Row} */ { id, data, state }) =>
    h(
      'tr',
      {},
      h('td', {}, h('a', { href: address({ view, open: id }) }, nameOf(id, data))),
      h('td', { class: 'nowrap' }, date(data['TxnDate'])),
      h('td', { class: 'number' }, money(data['TotalAmt'])),
      h('td', { class: 'number' }, money(data['Balance'] ?? data['UnappliedAmt'])),
      h('td', {}, stateChip(state)),
    );
  const head = ['No.', 'Date', 'Total', 'Open', 'Status'].map((word) =>
    h('th', { scope: 'col', class: word === 'Total' || word === 'Open' ? 'number' : undefined }, word),
  );
  const more = page.total > page.rows.length ? ` (the newest ${page.rows.length} of ${page.total})` : '';
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, many, h('span', { class: 'muted small' }, more)),
    h(
      'div',
      { class: 'table-box' },
      h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, page.rows.map(row))),
    ),
  );
}
