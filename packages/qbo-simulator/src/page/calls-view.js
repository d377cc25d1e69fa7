import { ApiError, get } from './api.js';
import { fill, h } from './dom.js';
import { clockTime, count, pretty } from './format.js';
import { keptList } from './kept-list.js';
import { on } from './live.js';
import { statusChip } from './status.js';

/** The journal as it is written: every call, what was answered, and what came in between. */

const shownCalls = 200;
const classes = ['Core', 'CorePlus', 'Batch', 'OAuth', 'User'];

/** @typedef {import('./live.js').Call} Call */

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function callsView({ root, params, company, companies }) {
  const wanted = params.get('call');
  const calls = keptList((/** @type {Call} */ { no }) => no);
  /** @type {Set<number>} */
  const open = new Set(wanted === null ? [] : [Number(wanted)]);
  let isPaused = false;
  let missed = 0;
  let frame = 0;
  /** A call that was still being answered when it was listed comes again with its answer: it gets another row. */
  /** @type {WeakMap<Call, HTMLTableRowElement>} */
  const drawn = new WeakMap();

  const search = h('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Path, entity, request id or fault',
    oninput: () => draw(),
  });
  const kind = h(
    'select',
    { id: 'class', onchange: () => draw() },
    h('option', { value: '' }, 'All classes'),
    classes.map((one) => h('option', { value: one }, one === 'User' ? 'Bookkeeper' : one)),
  );
  const onlyFailed = h('input', { type: 'checkbox', onchange: () => draw() });
  const everywhere = h('input', { type: 'checkbox', onchange: () => void load() });
  const pause = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => hold() }, 'Pause');
  const body = h('tbody', {});
  const note = h('p', { class: 'muted small', role: 'status' });
  // Hidden until the list has said so.
  const empty = h(
    'p',
    { class: 'empty', hidden: true },
    'No calls yet. They appear here while your client makes them.',
  );

  const newest = async () => {
    /** @type {{ entries: Call[] }} */
    const { entries } = await get('/journal', {
      bodies: 'no',
      limit: shownCalls,
      realm: everywhere.checked ? undefined : company,
    });
    if (wanted === null || entries.some(({ no }) => String(no) === wanted)) return entries;
    const one = await get(`/journal/${wanted}`).catch(() => undefined);
    return one === undefined ? entries : [...entries, one];
  };

  const load = async () => {
    await calls.load(newest());
    draw();
  };

  const isShown = (/** @type {Call} */ call) => {
    const text = search.value.trim().toLowerCase();
    if (kind.value !== '' && call.class !== kind.value) return false;
    if (onlyFailed.checked && call.status < 400 && call.delivery === undefined) return false;
    if (text === '') return true;
    const all = [
      call.path,
      call.query,
      call.entity,
      call.operation,
      call.requestId,
      call.faultCode,
      call.status,
    ];
    return all.join(' ').toLowerCase().includes(text);
  };

  const draw = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const focused = document.activeElement?.getAttribute('data-row');
      const rows = calls
        .rows()
        .filter(isShown)
        .sort((a, b) => b.no - a.no)
        .slice(0, shownCalls);
      /** @type {Map<string, Element>} */
      const known = new Map([...body.children].map((row) => [row.getAttribute('data-key') ?? '', row]));
      body.replaceChildren(
        ...rows.flatMap((call) => {
          const row = drawn.get(call) ?? callRow(call, toggle);
          drawn.set(call, row);
          row.querySelector('.toggle')?.setAttribute('aria-expanded', String(open.has(call.no)));
          return open.has(call.no) ? [row, known.get(`${call.no}-detail`) ?? detailRow(call)] : [row];
        }),
      );
      empty.hidden = rows.length > 0;
      fill(
        note,
        missed > 0
          ? `${count(missed)} calls came faster than they could be shown; the journal has them.`
          : '',
      );
      if (focused && document.activeElement === document.body) {
        const again = body.querySelector(`[data-row="${CSS.escape(focused)}"]`);
        if (again instanceof HTMLElement) again.focus();
      }
    });
  };

  const toggle = (/** @type {number} */ no) => {
    if (!open.delete(no)) open.add(no);
    draw();
  };

  const hold = () => {
    isPaused = !isPaused;
    pause.setAttribute('aria-pressed', String(isPaused));
    if (!isPaused) void load();
  };

  const stops = [
    on('call', (call) => {
      if (isPaused || (!everywhere.checked && call.realm !== undefined && call.realm !== company)) return;
      calls.tell(call);
      // The oldest go, many at a time.
      if (calls.rows().length > 2 * shownCalls)
        calls.keep((all) => all.sort((a, b) => a.no - b.no).slice(-shownCalls));
      draw();
    }),
    on('state', (isLive) => {
      // What came before the stream was open, or while it was not, is told by nobody. When the simulator is gone
      // again at once, the frame says so and there will be another opening.
      if (isLive && !isPaused) load().catch(passOver);
    }),
    on('missed', ({ calls: more }) => {
      missed += more;
      draw();
    }),
  ];

  fill(
    root,
    h('div', { class: 'head' }, h('h1', { tabindex: -1 }, 'Calls'), h('div', { class: 'actions' }, pause)),
    h(
      'div',
      { class: 'filters' },
      h('label', { class: 'hidden', for: 'search' }, 'Search calls'),
      search,
      h('label', { class: 'hidden', for: 'class' }, 'Class'),
      kind,
      h('label', { class: 'check' }, onlyFailed, 'Only refused or broken'),
      companies.length > 1 && h('label', { class: 'check' }, everywhere, 'All companies'),
    ),
    note,
    h('div', { class: 'table-box' }, h('table', {}, head(), body), empty),
  );
  return {
    title: 'Calls',
    ready: load(),
    leave: () => {
      for (const stop of stops) stop();
      cancelAnimationFrame(frame);
    },
  };
}

/** @param {unknown} error */
function passOver(error) {
  if (!(error instanceof ApiError)) throw error;
}

function head() {
  /** @type {[string, string][]} */
  const columns = [
    ['No.', ''],
    ['Time', 'wide'],
    ['Class', 'wide'],
    ['Call', ''],
    ['Status', ''],
    ['Fault', 'wide'],
    ['Rules', 'wide'],
    ['ms', 'number wide'],
  ];
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      columns.map(([word, className]) => h('th', { scope: 'col', class: className || undefined }, word)),
    ),
  );
}

/**
 * @param {Call} call
 * @param {(no: number) => void} toggle
 */
function callRow(call, toggle) {
  const { no, class: class_, method, operation, entity, faultCode, rules, durationMs, isReplay } = call;
  const what = class_ === 'User' ? `${operation} ${entity ?? ''}` : `${method} ${asked(call)}`;
  return h(
    'tr',
    { 'data-key': no },
    h(
      'td',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'toggle',
          'data-row': no,
          'aria-expanded': 'false',
          'aria-label': `Call ${no}`,
          onclick: () => toggle(no),
        },
        String(no),
      ),
    ),
    h('td', { class: 'wide nowrap' }, clockTime(call.at)),
    h('td', { class: 'wide' }, class_ === 'User' ? 'Bookkeeper' : class_),
    h('td', { class: 'path' }, what, isReplay && h('span', { class: 'chip' }, 'replay')),
    h('td', {}, statusChip(call)),
    h('td', { class: 'wide' }, faultCode ?? ''),
    h('td', { class: 'wide' }, rules.join(', ')),
    h('td', { class: 'number wide' }, class_ === 'User' ? '' : durationMs.toFixed(1)),
  );
}

/**
 * The address without the company that is chosen anyway, and the text of a query.
 * @param {Call} call
 */
function asked({ path, query, realm }) {
  const short = realm === undefined ? path : path.replace(`/v3/company/${realm}`, '');
  const text = new URLSearchParams(query).get('query');
  return text === null ? short : `${short}: ${text}`;
}

/** @param {Call} call */
function detailRow(call) {
  const cell = h('td', { colspan: 8 }, h('p', { class: 'muted' }, 'Loading…'));
  void get(`/journal/${call.no}`).then(
    (entry) => fill(cell, detail(entry)),
    (error) => fill(cell, h('p', { class: 'error' }, error.message)),
  );
  return h('tr', { class: 'call-detail', 'data-key': `${call.no}-detail` }, cell);
}

/** @param {any} entry */
function detail(entry) {
  const facts = [
    ['Address', entry.path],
    ['Time', entry.at],
    ['Query', entry.query],
    ['Request id', entry.requestId],
    ['App', entry.app],
    ['intuit_tid', entry.tid],
    ['Fault', entry.faultCode],
    ['Fault rules', entry.rules.join(', ')],
    ['Notes', entry.flags.join('; ')],
    [
      'Headers',
      Object.entries(entry.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('; '),
    ],
  ].filter(([, value]) => value);
  const bodies = [
    ['Sent', entry.requestBody],
    ['Answered', entry.responseBody],
  ].filter(([, value]) => value);
  return [
    h(
      'dl',
      { class: 'facts' },
      facts.flatMap(([word, value]) => [h('dt', {}, word), h('dd', { class: 'mono' }, value)]),
    ),
    ...bodies.flatMap(([word, value]) => [
      h('h2', {}, word),
      h('pre', { tabindex: 0, role: 'region', 'aria-label': `${word} in call ${entry.no}` }, pretty(value)),
    ]),
  ];
}
