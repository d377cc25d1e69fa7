import { list } from './api.js';
import { fill, h } from './dom.js';
import { count, money } from './format.js';
import { kinds } from './kinds.js';
import { newObject } from './record-actions.js';
import { address, go, here, note } from './route.js';
import { stateWord } from './status.js';

/** The list of one kind: searched, filtered, sorted and paged by the simulator. */

const pageSize = 50;

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function listView({ root, params, company }) {
  const view = params.get('view') ?? 'invoices';
  const kind = kinds[view];
  if (kind === undefined) throw new Error(`There is no list of ${view}`);
  const search = h('input', {
    type: 'search',
    id: 'search',
    value: params.get('q') ?? '',
    placeholder: kind.search,
    autocomplete: 'off',
  });
  const filters = h('div', { class: 'states', role: 'group', 'aria-label': 'Status' });
  const table = h('table', {});
  const empty = h('p', { class: 'empty' });
  const pager = h('nav', { class: 'pager', 'aria-label': 'Pages' });
  const title = h('h1', { tabindex: -1 }, kind.many);

  /** @param {Record<string, string | undefined>} changes */
  const change = (changes) => {
    for (const [name, value] of Object.entries({ after: '', ...changes })) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    note(here({ after: '', ...changes }));
    void load();
  };

  let asked = 0;
  const load = async () => {
    asked += 1;
    const mine = asked;
    const page = await list(company, kind.entity, {
      q: params.get('q') ?? '',
      state: params.get('state') ?? '',
      sort: params.get('sort') ?? '',
      after: Number(params.get('after') ?? 0),
      limit: pageSize,
    });
    // An answer that was overtaken by a later question is of no use.
    if (mine === asked) show(page);
  };

  /** @param {import('./api.js').Page} page */
  const show = (page) => {
    const focused = document.activeElement?.getAttribute('data-row');
    fill(filters, stateButtons(page));
    fill(table, head(), body(page), foot(page));
    table.hidden = page.rows.length === 0;
    empty.hidden = page.rows.length > 0;
    fill(empty, emptyWords(page));
    fill(pager, pages(page));
    if (focused)
      table
        .querySelector(`[data-row="${CSS.escape(focused)}"]`)
        ?.closest('a')
        ?.focus();
  };

  /** @param {import('./api.js').Page} page */
  const stateButtons = ({ counts }) => {
    const chosen = params.get('state') ?? '';
    const of = (/** @type {string} */ state) =>
      state === 'unpaid'
        ? (counts['open'] ?? 0) + (counts['overdue'] ?? 0) + (counts['partly paid'] ?? 0)
        : (counts[state] ?? 0);
    const all = Object.entries(counts).reduce((sum, [state, n]) => (state === 'deleted' ? sum : sum + n), 0);
    const button = (/** @type {string} */ state, /** @type {string} */ word, /** @type {number} */ n) =>
      h(
        'button',
        { type: 'button', 'aria-pressed': String(chosen === state), onclick: () => change({ state }) },
        `${word} `,
        h('span', { class: 'muted' }, count(n)),
      );
    return [
      button('', 'All', all),
      ...kind.states.map((state) => button(state, stateWord(state), of(state))),
    ];
  };

  const head = () => {
    const sort = params.get('sort') ?? '';
    return h(
      'thead',
      {},
      h(
        'tr',
        {},
        kind.columns.map((column) => {
          const { label, sort: field, class: className } = column;
          if (field === undefined) return h('th', { scope: 'col', class: className }, label);
          const direction = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined;
          const next = direction === 'ascending' ? `-${field}` : field;
          const arrow = direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : '';
          return h(
            'th',
            { scope: 'col', class: className, 'aria-sort': direction },
            h('button', { type: 'button', onclick: () => change({ sort: next }) }, label, arrow),
          );
        }),
      ),
    );
  };

  /** @param {import('./api.js').Page} page */
  const body = ({ rows }) =>
    h(
      'tbody',
      {},
      rows.map((row) => {
        const to = address({ view, open: row.id });
        const opens = (/** @type {MouseEvent} */ event) => {
          const isLink = event.target instanceof Element && event.target.closest('a') !== null;
          if (!isLink && getSelection()?.isCollapsed !== false) go(to);
        };
        return h(
          'tr',
          { class: 'opens', onclick: opens },
          kind.columns.map(({ cell, class: className }, at) => {
            const content = cell(row);
            if (at > 0) return h('td', { class: className }, content);
            return h(
              'td',
              { class: className },
              h('a', { href: to, 'data-row': row.id }, content || `#${row.id}`),
            );
          }),
        );
      }),
    );

  /** Sums of everything that matches, not of the page. */
  const foot = (/** @type {import('./api.js').Page} */ { sums }) => {
    const at = (/** @type {string} */ field) => kind.columns.findIndex(({ sort }) => sort === field);
    const totalAt = at('TotalAmt');
    const balanceAt = Math.max(at('Balance'), at('UnappliedAmt'));
    if (sums.length === 0 || Math.max(totalAt, balanceAt) < 0) return undefined;
    return h(
      'tfoot',
      {},
      sums.map(({ currency, total, balance }) =>
        h(
          'tr',
          {},
          kind.columns.map(({ class: className }, column) => {
            if (column === 0) return h('th', { scope: 'row', class: className }, `Total ${currency}`);
            const value = column === totalAt ? total : column === balanceAt ? balance : undefined;
            return h('td', { class: className }, value === undefined ? '' : money(value));
          }),
        ),
      ),
    );
  };

  /** @param {import('./api.js').Page} page */
  const emptyWords = ({ total, after }) => {
    if (total > 0 && after >= total) return 'This page is past the end. Go back to the first one.';
    if (params.get('q') || params.get('state'))
      return `No ${kind.many.toLowerCase()} match. Clear the search, or choose another status.`;
    return `There are no ${kind.many.toLowerCase()} yet. Create one with “New ${kind.one}”, or let your client do it.`;
  };

  /** @param {import('./api.js').Page} page */
  const pages = ({ total, after, rows }) => {
    if (total === 0) return [];
    const link = (/** @type {string} */ word, /** @type {number} */ to, /** @type {boolean} */ isPossible) =>
      isPossible
        ? h('a', { class: 'button', href: here({ after: to }) }, word)
        : h('span', { class: 'button', 'aria-disabled': 'true' }, word);
    const last = Math.floor((total - 1) / pageSize) * pageSize;
    return [
      h('span', { class: 'muted' }, `${count(after + 1)}–${count(after + rows.length)} of ${count(total)}`),
      total > pageSize &&
        h(
          'div',
          {},
          link('First', 0, after > 0),
          link('Previous', Math.max(0, after - pageSize), after > 0),
          link('Next', after + pageSize, after + pageSize < total),
          link('Last', last, after < last),
        ),
    ];
  };

  let typing = 0;
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = window.setTimeout(() => change({ q: search.value.trim() }), 120);
  });
  const create =
    view === 'payments' || view === 'bills'
      ? undefined
      : h('button', { type: 'button', onclick: () => void newObject(company, view) }, `New ${kind.one}`);
  fill(
    root,
    h('div', { class: 'head' }, title, h('div', { class: 'actions' }, create)),
    h(
      'div',
      { class: 'filters' },
      h('label', { class: 'hidden', for: 'search' }, `Search ${kind.many.toLowerCase()}`),
      search,
      filters,
    ),
    h('div', { class: 'table-box' }, table, empty),
    pager,
  );
  return { title: kind.many, ready: load(), refresh: load };
}
