import { get, post, remove } from './api.js';
import { toast } from './dialog.js';
import { fill, h } from './dom.js';
import { count, instant, pretty } from './format.js';
import { keptList } from './kept-list.js';
import { on } from './live.js';
import { stateChip } from './status.js';
import { entities, subscribe } from './webhook-subscribe.js';

/** Who is told of changes, and every delivery as it goes out. */

const shownDeliveries = 100;

/** @typedef {import('./live.js').Delivery} Delivery */

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function webhooksView({ root }) {
  const deliveries = keptList((/** @type {Delivery} */ { id }) => id);
  /** @type {Set<string>} */
  const open = new Set();
  const subscribers = h('div', {});
  const body = h('tbody', {});
  const empty = h(
    'p',
    { class: 'empty' },
    'Nothing has been sent yet. Subscribe an app that is connected, then change something.',
  );
  const pending = h('p', { class: 'muted small', role: 'status' });

  const load = async () => {
    const answer = get('/webhooks', { limit: shownDeliveries });
    await deliveries.load(
      answer.then(({ deliveries: listed }) =>
        listed.map((/** @type {Delivery & { eventIds: string[] }} */ one) => ({
          ...one,
          events: one.eventIds.length,
        })),
      ),
    );
    const all = await answer;
    fill(subscribers, all.subscriptions.map(subscription));
    if (all.subscriptions.length === 0)
      fill(
        subscribers,
        h('p', { class: 'muted' }, 'No app is subscribed. “Subscribe” tells an app of every change.'),
      );
    fill(
      pending,
      all.pendingEvents > 0 ? `${count(all.pendingEvents)} events wait to be gathered into a delivery.` : '',
    );
    draw();
  };

  const draw = () => {
    const focused = document.activeElement?.getAttribute('data-row');
    const rows = deliveries
      .rows()
      .sort((a, b) => b.no - a.no)
      .slice(0, shownDeliveries);
    body.replaceChildren(
      ...rows.flatMap((one) => (open.has(one.id) ? [row(one), detailRow(one.id)] : [row(one)])),
    );
    empty.hidden = rows.length > 0;
    const again = focused ? body.querySelector(`[data-row="${CSS.escape(focused)}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
  };

  const row = (
    /** @type {Delivery} */ { id, no, clientId, createdMs, attempts, nextMs, state, lastOutcome, events },
  ) => {
    const toggle = () => {
      if (!open.delete(id)) open.add(id);
      draw();
    };
    return h(
      'tr',
      {},
      h(
        'td',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'toggle',
            'data-row': id,
            'aria-expanded': String(open.has(id)),
            'aria-label': `Delivery ${no}`,
            onclick: toggle,
          },
          String(no),
        ),
      ),
      h('td', { class: 'wide nowrap' }, instant(new Date(createdMs).toISOString())),
      h('td', { class: 'wide' }, clientId),
      h('td', { class: 'number' }, count(events)),
      h('td', {}, stateChip(state)),
      h('td', { class: 'number wide' }, String(attempts)),
      h(
        'td',
        {},
        lastOutcome ?? '',
        state === 'waiting' &&
          attempts > 0 &&
          h('span', { class: 'muted' }, ` again ${instant(new Date(nextMs).toISOString())}`),
      ),
    );
  };

  const subscription = (/** @type {any} */ { clientId, url, format, entities: told, operations: done }) => {
    const forget = async () => {
      await remove(`/webhooks/config?clientId=${encodeURIComponent(clientId)}`);
      toast(`${clientId} is told of nothing any more.`);
      await load();
    };
    return h(
      'div',
      { class: 'head' },
      h(
        'div',
        {},
        h('strong', {}, clientId),
        h(
          'p',
          { class: 'small path' },
          `${url} · ${format} · ${told.length} of ${entities.length} kinds · ${done.join(', ')}`,
        ),
      ),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', onclick: () => void forget() }, 'Unsubscribe'),
      ),
    );
  };

  const flush = async () => {
    const { waiting } = await post('/webhooks/flush');
    toast(
      waiting === 0
        ? 'Everything has been sent.'
        : `${count(waiting)} deliveries still wait: their receiver did not answer 200.`,
    );
    await load();
  };

  const stop = on('webhook', (delivery) => {
    deliveries.tell(delivery);
    if (deliveries.rows().length > 2 * shownDeliveries)
      deliveries.keep((all) => all.sort((a, b) => a.no - b.no).slice(-shownDeliveries));
    draw();
  });

  /** @type {[string, string][]} */
  const columns = [
    ['No.', ''],
    ['Packed', 'wide'],
    ['App', 'wide'],
    ['Events', 'number'],
    ['Status', ''],
    ['Attempts', 'number wide'],
    ['Last answer', ''],
  ];
  fill(
    root,
    h(
      'div',
      { class: 'head' },
      h('h1', { tabindex: -1 }, 'Webhooks'),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', onclick: () => void flush() }, 'Send what waits'),
        h(
          'button',
          { type: 'button', class: 'main-action', onclick: () => void subscribe(load) },
          'Subscribe',
        ),
      ),
    ),
    h('section', { class: 'panel' }, h('h2', {}, 'Subscriptions'), subscribers),
    pending,
    h(
      'div',
      { class: 'table-box' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            columns.map(([word, name]) => h('th', { scope: 'col', class: name || undefined }, word)),
          ),
        ),
        body,
      ),
      empty,
    ),
  );
  return { title: 'Webhooks', ready: load(), refresh: load, leave: stop };
}

/** @param {string} id */
function detailRow(id) {
  const cell = h('td', { colspan: 7 }, h('p', { class: 'muted' }, 'Loading…'));
  void get(`/webhooks/deliveries/${encodeURIComponent(id)}`).then(
    ({ body, signature }) =>
      fill(
        cell,
        h('dl', { class: 'facts' }, h('dt', {}, 'intuit-signature'), h('dd', { class: 'mono' }, signature)),
        h('h2', {}, 'Body'),
        h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Body of the delivery' }, pretty(body)),
      ),
    (error) => fill(cell, h('p', { class: 'error' }, error.message)),
  );
  return h('tr', { class: 'call-detail' }, cell);
}
