import { ApiError, get, post } from './api.js';
import { toast } from './dialog.js';
import { fill, h } from './dom.js';

/** Every knob: where the real service is not certain, both readings; turned at once, with a way back. */

/** @typedef {string | number | boolean} Position */
/** @typedef {{ value: Position, default: Position, isGlobal: boolean, meaning: string, values?: string[], min?: number, max?: number }} Knob */

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function knobsView({ root, company, companies }) {
  const search = h('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Name or meaning',
    oninput: () => filter(),
  });
  const onlyTurned = h('input', { type: 'checkbox', onchange: () => filter() });
  const scope = h(
    'select',
    { id: 'scope' },
    h('option', { value: company }, 'This company'),
    h('option', { value: '' }, 'All companies'),
  );
  const body = h('tbody', {});
  /** @type {Record<string, Knob>} */
  let knobs = {};

  const load = async () => {
    const { knobs: now } = await get('/knobs', { realm: company });
    if (JSON.stringify(now) === JSON.stringify(knobs)) return;
    knobs = now;
    fill(
      body,
      Object.entries(knobs).map(([name, knob]) => row(name, knob)),
    );
    filter();
  };

  const filter = () => {
    const text = search.value.trim().toLowerCase();
    for (const tr of body.children) {
      if (!(tr instanceof HTMLElement)) continue;
      const isFound = (tr.textContent ?? '').toLowerCase().includes(text);
      tr.hidden = !isFound || (onlyTurned.checked && !tr.classList.contains('changed-knob'));
    }
  };

  const turn = async (
    /** @type {string} */ name,
    /** @type {Position} */ value,
    /** @type {HTMLElement} */ error,
  ) => {
    const before = knobs[name]?.value;
    const realm = scope.value === '' || knobs[name]?.isGlobal ? undefined : scope.value;
    const set = (/** @type {Position | undefined} */ to) =>
      post('/knobs', { ...(realm !== undefined && { realm }), [name]: to });
    try {
      await set(value);
      fill(error);
      toast(`${name} is ${String(value)}.`, () => set(before).then(load));
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      fill(error, problem.message);
      return;
    }
    const focused = document.activeElement?.id;
    await load();
    if (focused) document.getElementById(focused)?.focus();
  };

  const row = (/** @type {string} */ name, /** @type {Knob} */ knob) => {
    const isTurned = knob.value !== knob.default;
    const error = h('p', { class: 'error', id: `knob-${name}-error`, role: 'alert' });
    const shared = knob.isGlobal && companies.length > 1 ? ' Always for all companies.' : '';
    return h(
      'tr',
      { class: isTurned ? 'changed-knob' : undefined },
      h('th', { scope: 'row' }, h('label', { for: `knob-${name}` }, name)),
      h(
        'td',
        { class: 'control' },
        control(name, knob, (value) => void turn(name, value, error)),
        error,
      ),
      h(
        'td',
        {},
        `${knob.meaning.charAt(0).toUpperCase()}${knob.meaning.slice(1)}.${shared}`,
        isTurned && h('span', { class: 'muted' }, ` Default: ${String(knob.default)}.`),
      ),
    );
  };

  fill(
    root,
    h('div', { class: 'head' }, h('h1', { tabindex: -1 }, 'Knobs')),
    h(
      'p',
      { class: 'intro' },
      'Where the real service is not certain, a knob holds both readings; a good client passes in every position. A change takes effect at once.',
    ),
    h(
      'div',
      { class: 'filters' },
      h('label', { class: 'hidden', for: 'search' }, 'Search knobs'),
      search,
      h('label', { for: 'scope' }, 'Turn for'),
      scope,
      h('label', { class: 'check' }, onlyTurned, 'Only those turned'),
    ),
    h(
      'div',
      { class: 'table-box' },
      h(
        'table',
        { class: 'knobs' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Knob', 'Position', 'Meaning'].map((word) => h('th', { scope: 'col' }, word)),
          ),
        ),
        body,
      ),
    ),
  );
  return { title: 'Knobs', ready: load(), refresh: load };
}

/**
 * @param {string} name
 * @param {Knob} knob
 * @param {(value: Position) => void} turn
 */
function control(name, { value, values, min, max }, turn) {
  const common = { id: `knob-${name}`, 'aria-describedby': `knob-${name}-error` };
  if (values !== undefined) {
    return h(
      'select',
      {
        ...common,
        onchange: (/** @type {Event} */ { target }) =>
          target instanceof HTMLSelectElement && turn(target.value),
      },
      values.map((one) => h('option', { value: one, selected: one === value }, one)),
    );
  }
  if (typeof value === 'boolean') {
    return h(
      'select',
      {
        ...common,
        onchange: (/** @type {Event} */ { target }) =>
          target instanceof HTMLSelectElement && turn(target.value === 'true'),
      },
      h('option', { value: 'true', selected: value }, 'on'),
      h('option', { value: 'false', selected: !value }, 'off'),
    );
  }
  const take = (/** @type {Event} */ { target }) =>
    target instanceof HTMLInputElement && turn(Number(target.value));
  return h('input', { ...common, type: 'number', class: 'number', min, max, value, onchange: take });
}
