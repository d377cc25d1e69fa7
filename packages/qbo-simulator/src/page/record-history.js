import { h } from './dom.js';
import { instant } from './format.js';
import { address } from './route.js';

/** What happened to an object, newest first: when, by which call, and which fields. */

/** @type {Record<string, string>} */
const verbs = {
  Create: 'Created',
  Update: 'Changed',
  Delete: 'Deleted',
  Merge: 'Merged',
  Void: 'Voided',
  Emailed: 'Sent by email',
};

const shownChanges = 12;

/**
 * @param {any[]} steps
 * @param {string} createdAt
 */
export function historyList(steps, createdAt) {
  const isWhole = steps.at(-1)?.operation === 'Create';
  const beginning = isWhole
    ? undefined
    : h('li', {}, 'Created', h('p', { class: 'muted small' }, instant(createdAt)));
  return h('ul', { class: 'history' }, steps.map(stepItem), beginning);
}

/** @param {any} step */
function stepItem({ operation, syncToken, at, by, changes, winnerId, loserId }) {
  const merge = winnerId === undefined ? '' : ` (#${loserId} into #${winnerId})`;
  const rest = changes.length - shownChanges;
  return h(
    'li',
    {},
    h('strong', {}, `${verbs[operation] ?? operation}${merge}`),
    ` · SyncToken ${syncToken}`,
    h(
      'p',
      { class: 'muted small' },
      instant(at),
      ' · ',
      h('a', { href: address({ view: 'calls', call: by.no }) }, author(by)),
    ),
    h(
      'ul',
      {},
      changes.slice(0, shownChanges).map(change),
      rest > 0 && h('li', { class: 'muted' }, `and ${rest} more fields`),
    ),
  );
}

/** @param {any} by */
function author({ no, class: class_, operation, entity, app }) {
  if (class_ === undefined) return `call ${no}`;
  if (class_ === 'User') return `bookkeeper: ${operation} (call ${no})`;
  return `${app ?? 'an app'}: ${operation} ${entity ?? ''} (call ${no})`;
}

/** @param {{ field: string, from?: string, to?: string }} one */
function change({ field, from, to }) {
  return h(
    'li',
    {},
    h('span', { class: 'muted' }, `${field}: `),
    from === undefined ? h('span', { class: 'muted' }, 'nothing') : h('del', {}, from),
    ' → ',
    to === undefined ? h('span', { class: 'muted' }, 'nothing') : h('ins', {}, to),
  );
}
