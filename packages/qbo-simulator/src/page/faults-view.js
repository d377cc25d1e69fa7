import { get, remove } from './api.js';
import { toast } from './dialog.js';
import { fill, h } from './dom.js';
import { addRule, addWebhookFault } from './fault-forms.js';

/** Rules that make the simulator misbehave, for calls and for webhooks. */

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function faultsView({ root, company }) {
  const calls = h('div', {});
  const hooks = h('div', {});
  let shownText = '';

  const load = async () => {
    const [faults, webhooks] = await Promise.all([get('/faults'), get('/webhooks', { limit: 1 })]);
    const text = JSON.stringify([faults.rules, webhooks.faults]);
    if (text === shownText) return;
    shownText = text;
    fill(calls, rulesTable(faults.rules, drop));
    fill(hooks, webhookTable(webhooks.faults));
  };
  const drop = async (/** @type {string} */ id) => {
    await remove(`/faults/${id}`);
    toast('The rule is gone.');
    await load();
  };
  const dropAll = async (/** @type {string} */ path) => {
    await remove(path);
    toast('All rules are gone.');
    await load();
  };
  const panel = (
    /** @type {string} */ title,
    /** @type {HTMLElement} */ content,
    /** @type {() => unknown} */ add,
    /** @type {string} */ path,
    /** @type {string} */ word,
  ) =>
    h(
      'section',
      { class: 'panel' },
      h(
        'div',
        { class: 'head' },
        h('h2', {}, title),
        h(
          'div',
          { class: 'actions' },
          h(
            'button',
            { type: 'button', 'aria-label': `Remove all: ${title}`, onclick: () => void dropAll(path) },
            'Remove all',
          ),
          h('button', { type: 'button', class: 'main-action', onclick: () => void add() }, word),
        ),
      ),
      content,
    );
  fill(
    root,
    h('div', { class: 'head' }, h('h1', { tabindex: -1 }, 'Faults')),
    h(
      'p',
      { class: 'intro' },
      'A rule waits for calls that fit and strikes as often as you say. The journal tells which rule struck which call.',
    ),
    panel('For calls', calls, () => addRule(company, load), '/faults', 'Add a rule'),
    panel('For webhooks', hooks, () => addWebhookFault(load), '/webhooks/faults', 'Add a webhook fault'),
  );
  return { title: 'Faults', ready: load(), refresh: load };
}

/**
 * @param {any[]} rules
 * @param {(id: string) => unknown} drop
 */
function rulesTable(rules, drop) {
  if (rules.length === 0)
    return h('p', { class: 'muted' }, 'No rules: calls are answered as they should be.');
  const row = (/** @type {any} */ { id, match, action, times, p, fired }) => {
    const { type, ...params } = action;
    return h(
      'tr',
      {},
      h(
        'td',
        {},
        h('strong', {}, type),
        Object.keys(params).length > 0 && h('p', { class: 'mono path' }, JSON.stringify(params)),
      ),
      h(
        'td',
        { class: 'mono path' },
        Object.entries(match)
          .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
          .join(', ') || 'every call',
      ),
      h('td', { class: 'number' }, times === null ? 'always' : String(times)),
      h('td', { class: 'number wide' }, p === 1 ? '' : String(p)),
      h('td', { class: 'number' }, String(fired)),
      h(
        'td',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'quiet',
            'aria-label': `Remove rule ${type}`,
            onclick: () => void drop(id),
          },
          'Remove',
        ),
      ),
    );
  };
  /** @type {[string, string][]} */
  const columns = [
    ['Action', ''],
    ['Waits for', ''],
    ['Left', 'number'],
    ['Chance', 'number wide'],
    ['Struck', 'number'],
  ];
  return table(columns, rules.map(row), true);
}

/** @param {any[]} faults */
function webhookTable(faults) {
  if (faults.length === 0) return h('p', { class: 'muted' }, 'No faults: deliveries go out as they should.');
  const row = (/** @type {any} */ { type, entity, n, ms, p, left }) =>
    h(
      'tr',
      {},
      h('td', {}, h('strong', {}, type)),
      h('td', {}, entity ?? 'any'),
      h('td', { class: 'number' }, String(n)),
      h('td', { class: 'number' }, String(ms)),
      h('td', { class: 'number' }, p === 1 ? '' : String(p)),
      h('td', { class: 'number' }, left === undefined ? 'always' : String(left)),
    );
  /** @type {[string, string][]} */
  const columns = [
    ['Fault', ''],
    ['Entity', ''],
    ['n', 'number'],
    ['ms', 'number'],
    ['Chance', 'number'],
    ['Left', 'number'],
  ];
  return table(columns, faults.map(row), false);
}

/**
 * @param {[string, string][]} columns
 * @param {HTMLElement[]} rows
 * @param {boolean} hasButtons
 */
function table(columns, rows, hasButtons) {
  const head = columns.map(([word, name]) => h('th', { scope: 'col', class: name || undefined }, word));
  if (hasButtons) head.push(h('th', { scope: 'col' }, h('span', { class: 'hidden' }, 'Remove')));
  return h(
    'div',
    { class: 'table-box' },
    h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, rows)),
  );
}
