import { get, post } from './api.js';
import { toast } from './dialog.js';
import { fill, h } from './dom.js';
import { alertBox, field, submit } from './form.js';
import { instant } from './format.js';
import { fact } from './kinds.js';
import { on } from './live.js';
import { chip } from './status.js';

/** Travelling in simulated time: what falls due on the way happens on the way. */

/** @type {[string, string][]} */
const leaps = [
  ['1m', '1 minute'],
  ['1h', '1 hour'],
  ['1d', '1 day'],
  ['31d', '31 days'],
  ['102d', '102 days'],
];

/**
 * @param {import('./main.js').Place} place
 * @returns {import('./main.js').View}
 */
export function timeView({ root }) {
  const now = h('dl', { class: 'facts' });
  const run = h('button', { type: 'button' });
  let mode = '';

  const show = (/** @type {{ now: string, mode: string, nextDue?: string | null }} */ clock) => {
    mode = clock.mode;
    fill(
      now,
      fact('Simulated time', h('strong', {}, instant(clock.now))),
      fact(
        'The clock',
        mode === 'virtual' ? chip('neutral', 'pause', 'Stands still') : chip('ok', 'clock', 'Runs'),
      ),
      clock.nextDue === undefined
        ? []
        : fact('Next due', clock.nextDue === null ? 'nothing' : instant(clock.nextDue)),
    );
    fill(run, mode === 'virtual' ? 'Let it run' : 'Freeze it');
  };
  const load = async () => show(await get('/clock'));
  const move = async (/** @type {object} */ to, /** @type {string} */ said) => {
    show(await post('/clock', to));
    toast(said);
  };
  run.addEventListener('click', () => {
    const freeze = mode !== 'virtual';
    void move({ freeze }, freeze ? 'The clock stands still.' : 'The clock runs.');
  });

  const by = field({
    name: 'advance',
    label: 'Go forward by',
    required: true,
    hint: 'Like 90s, 15m, 25h or 8d',
  });
  const to = field({
    name: 'set',
    label: 'Go to',
    required: true,
    hint: 'In UTC, like 2026-03-01T12:00:00Z; an earlier time only turns the clock back',
  });
  const forward = one(by, 'Go forward', () => move({ advance: by.read() }, `${by.read()} have gone by.`));
  const jump = one(to, 'Go there', () => move({ set: to.read() }, `It is ${to.read()}.`));
  fill(
    root,
    h('div', { class: 'head' }, h('h1', { tabindex: -1 }, 'Time'), h('div', { class: 'actions' }, run)),
    h(
      'p',
      { class: 'intro' },
      'Tokens expire, webhooks are sent again and books age by simulated time. A clock that stands still moves a little with every API call.',
    ),
    h('section', { class: 'panel' }, h('h2', {}, 'Now'), now),
    h(
      'section',
      { class: 'panel' },
      h('h2', {}, 'Travel'),
      h(
        'div',
        { class: 'filters' },
        leaps.map(([advance, word]) =>
          h(
            'button',
            { type: 'button', onclick: () => void move({ advance }, `${word} later.`) },
            `+ ${word}`,
          ),
        ),
      ),
      h('div', { class: 'form' }, forward, jump),
    ),
  );
  const stop = on('clock', show);
  return { title: 'Time', ready: load(), refresh: load, leave: stop };
}

/**
 * @param {import('./form.js').Field} field
 * @param {string} word
 * @param {() => Promise<void>} work
 */
function one(field, word, work) {
  const alert = alertBox();
  const button = h('button', { type: 'submit' }, word);
  const form = h('form', { novalidate: true }, alert, field.node, h('p', { class: 'filters' }, button));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit({ fields: [field], alert, button, work });
  });
  return form;
}
