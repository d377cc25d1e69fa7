import { h, icon } from './dom.js';

/** A state as colour, icon and word: none of the three has to be seen alone. */

/** @typedef {import('./dom.js').IconName} IconName */
/** @typedef {'ok' | 'warn' | 'bad' | 'info' | 'neutral'} Tone */

/** @type {Record<string, [Tone, IconName, string]>} */
const states = {
  active: ['ok', 'check', 'Active'],
  inactive: ['neutral', 'pause', 'Inactive'],
  deleted: ['bad', 'trash', 'Deleted'],
  voided: ['neutral', 'ban', 'Voided'],
  open: ['info', 'circle', 'Open'],
  overdue: ['bad', 'alert', 'Overdue'],
  'partly paid': ['warn', 'half', 'Partly paid'],
  paid: ['ok', 'check', 'Paid'],
  applied: ['ok', 'check', 'Applied'],
  unapplied: ['warn', 'half', 'Not all applied'],
  used: ['ok', 'check', 'Used'],
  pending: ['info', 'clock', 'Pending'],
  accepted: ['ok', 'check', 'Accepted'],
  closed: ['neutral', 'check', 'Closed'],
  converted: ['ok', 'check', 'Converted'],
  rejected: ['bad', 'ban', 'Rejected'],
  connected: ['ok', 'check', 'Connected'],
  disconnected: ['bad', 'ban', 'Disconnected'],
  expired: ['warn', 'clock', 'Expired'],
  waiting: ['warn', 'clock', 'Waiting'],
  acknowledged: ['ok', 'check', 'Acknowledged'],
  dropped: ['bad', 'ban', 'Dropped'],
  lapsed: ['bad', 'alert', 'Subscription lapsed'],
  unpaid: ['info', 'circle', 'Unpaid'],
};

/** @param {string} state */
export function stateWord(state) {
  return states[state]?.[2] ?? state;
}

/**
 * @param {Tone} tone
 * @param {IconName} drawing
 * @param {string} word
 */
export function chip(tone, drawing, word) {
  return h('span', { class: 'chip', 'data-tone': tone }, icon(drawing), word);
}

/** @param {string} state */
export function stateChip(state) {
  const [tone, drawing, word] = states[state] ?? ['neutral', 'circle', state];
  return chip(tone, drawing, word);
}

/**
 * How a call ended.
 * @param {{ status: number, delivery?: string }} call
 */
export function statusChip({ status, delivery }) {
  if (delivery !== undefined) return chip('bad', 'cross', delivery);
  if (status >= 500) return chip('bad', 'alert', String(status));
  if (status >= 400) return chip('warn', 'alert', String(status));
  return chip('ok', 'check', String(status));
}
