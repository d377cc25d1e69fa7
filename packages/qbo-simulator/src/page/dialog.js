import { ApiError } from './api.js';
import { byId, h } from './dom.js';
import { alertBox, field, submit } from './form.js';

/** Questions over the page, and what came of them. */

/**
 * Opens a form. It closes when `work` has succeeded; a refusal stays in it, beside its field.
 * @param {{ title: string, intro?: string, content?: HTMLElement | HTMLElement[], fields: readonly import('./form.js').Field[],
 *   action: string, isDanger?: boolean, isNarrow?: boolean, isWide?: boolean, work: () => Promise<unknown> }} question
 */
export function ask({
  title,
  intro,
  content = [],
  fields,
  action,
  isDanger = false,
  isNarrow = false,
  isWide = false,
  work,
}) {
  const alert = alertBox();
  const button = h('button', { type: 'submit', class: isDanger ? 'danger' : 'main-action' }, action);
  const close = () => dialog.close();
  const form = h(
    'form',
    { novalidate: true },
    h('h2', { id: 'dialog-title' }, title),
    alert,
    intro === undefined ? undefined : h('p', { class: 'intro' }, intro),
    content,
    h('footer', {}, h('button', { type: 'button', onclick: close }, 'Cancel'), button),
  );
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'dialog-title', class: isNarrow ? 'narrow' : isWide ? 'broad' : undefined },
    form,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit({
      fields,
      alert,
      button,
      work: async () => {
        await work();
        close();
      },
    });
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const all = [...form.querySelectorAll('input, select, textarea')].filter(
    (one) => one instanceof HTMLElement,
  );
  const wanted = all.find((one) => one.hasAttribute('data-first')) ?? all[0];
  wanted?.focus();
  if (wanted instanceof HTMLInputElement) wanted.select();
}

/**
 * For what cannot be undone: it is done once its name has been typed.
 * @param {{ title: string, consequence: string, type: string, action: string, work: () => Promise<unknown> }} question
 */
export function confirmByTyping({ title, consequence, type, action, work }) {
  const typed = field({ name: 'confirmation', label: `Type ${type} to go on`, required: true });
  ask({
    title,
    intro: consequence,
    content: typed.node,
    fields: [typed],
    action,
    isDanger: true,
    isNarrow: true,
    work: async () => {
      if (typed.read() !== type) {
        throw new ApiError(`This is not “${type}”. Type it exactly, or cancel.`, 'confirmation');
      }
      await work();
    },
  });
}

const toastMs = 8000;

/**
 * Says what was done; with a way back where there is one.
 * @param {string} message
 * @param {() => Promise<unknown>} [undo]
 */
export function toast(message, undo) {
  const node = h('div', { class: 'toast' }, h('span', {}, message));
  if (undo !== undefined) {
    const back = async () => {
      node.remove();
      await undo();
    };
    node.append(h('button', { type: 'button', onclick: back }, 'Undo'));
  }
  const box = byId('toasts');
  box.append(node);
  while (box.children.length > 3) box.firstElementChild?.remove();
  setTimeout(() => node.remove(), toastMs);
}
