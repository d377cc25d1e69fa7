import { ApiError, act } from './api.js';
import { ask, confirmByTyping, toast } from './dialog.js';
import { h } from './dom.js';
import { editObject } from './edit-form.js';
import { field } from './form.js';
import { kinds, nameOf } from './kinds.js';
import { receivePayment } from './payment.js';
import { picker } from './picker.js';
import { address, go } from './route.js';

/** What a person may do with an object: buttons in the order of its life, only those that are possible now. */

/**
 * @typedef {{ entity: string, id: string, state: string, syncToken: number, createdAt: string, updatedAt: string,
 *   operations: string[], data: Record<string, any>, json: string | null,
 *   links: { entity: string, id: string, amount?: string, state?: string, number?: string, date?: string, total?: string }[],
 *   history: any[] }} Shown
 */

/**
 * @param {string} company
 * @param {string} view
 */
export function newObject(company, view) {
  return editObject(company, kinds[view]?.entity ?? '', undefined, (id) => go(address({ view, open: id })));
}

/**
 * @param {string} company
 * @param {string} view
 * @param {Shown} object
 * @param {() => Promise<void>} refresh
 */
export function actionButtons(company, view, object, refresh) {
  const { entity, id, state, data, operations } = object;
  if (state === 'deleted') return [];
  const kind = kinds[view];
  const name = nameOf(id, data);
  const what = `${kind?.one ?? entity} ${name}`;
  const isName = data['Active'] !== undefined;
  const done = () => void refresh();
  const button = (
    /** @type {string} */ word,
    /** @type {() => unknown} */ work,
    /** @type {string} */ style = '',
  ) => h('button', { type: 'button', class: style, onclick: () => void work() }, word);
  const simple =
    (/** @type {string} */ action, /** @type {string} */ said, /** @type {string} */ back) => async () => {
      try {
        await act(company, action, { entity, id });
        toast(said, async () => {
          await act(company, back, { entity, id });
          await refresh();
        });
      } catch (error) {
        toast(error instanceof Error ? error.message : String(error));
      }
      await refresh();
    };

  const pay = () =>
    receivePayment(company, {
      customer: entity === 'Customer' ? { value: id, name } : data['CustomerRef'],
      ...(entity === 'Invoice' && { invoiceId: id }),
      done,
    });
  const edit = () =>
    entity === 'Payment'
      ? receivePayment(company, { payment: { id, data }, done })
      : editObject(company, entity, { id, data }, done);
  const isPayable =
    (entity === 'Invoice' && ['open', 'overdue', 'partly paid'].includes(state)) ||
    (entity === 'Customer' && state === 'active');

  return [
    isPayable && button('Receive payment', pay, 'main-action'),
    button('Edit', edit),
    isName && button('Rename', () => rename(company, object, what, refresh)),
    kind?.canMerge && state === 'active' && button('Merge', () => merge(company, view, object, name)),
    isName &&
      state === 'active' &&
      button('Make inactive', simple('inactivate', `${name} is inactive.`, 'reactivate')),
    isName &&
      state === 'inactive' &&
      button('Make active', simple('reactivate', `${name} is active again.`, 'inactivate')),
    operations.includes('void') &&
      state !== 'voided' &&
      button('Void', () => undo('void', what, name), 'danger'),
    operations.includes('delete') && button('Delete', () => undo('delete', what, name), 'danger'),
  ];

  /**
   * @param {'void' | 'delete'} action
   * @param {string} whole
   * @param {string} word
   */
  function undo(action, whole, word) {
    const consequence =
      action === 'void'
        ? 'All its amounts become 0 and what it settled opens again. It stays in the books, and this cannot be undone.'
        : 'It disappears from the books for good; only its tombstone stays for change data capture.';
    confirmByTyping({
      title: `${action === 'void' ? 'Void' : 'Delete'} ${whole}?`,
      consequence,
      type: word,
      action: action === 'void' ? 'Void' : 'Delete',
      work: async () => {
        await act(company, action, { entity, id });
        toast(`${whole} ${action === 'void' ? 'is voided' : 'is deleted'}.`);
        await refresh();
      },
    });
  }
}

/**
 * @param {string} company
 * @param {Shown} object
 * @param {string} what
 * @param {() => Promise<void>} refresh
 */
function rename(company, { entity, id, data }, what, refresh) {
  const before = data['DisplayName'] ?? data['Name'] ?? '';
  const name = field({ name: 'name', label: 'New name', value: before, required: true });
  const save = (/** @type {string} */ to) => act(company, 'rename', { entity, id, name: to });
  ask({
    title: `Rename ${what}`,
    content: name.node,
    // A refusal names the API's own field.
    fields: [name, { ...name, name: 'DisplayName' }, { ...name, name: 'Name' }],
    action: 'Rename',
    isNarrow: true,
    work: async () => {
      await save(String(name.read()));
      toast('Renamed.', async () => {
        await save(before);
        await refresh();
      });
      await refresh();
    },
  });
}

/**
 * @param {string} company
 * @param {string} view
 * @param {Shown} loser
 * @param {string} name
 */
function merge(company, view, loser, name) {
  const { entity, id } = loser;
  const one = kinds[view]?.one ?? entity;
  const winner = picker({
    company,
    entity,
    name: 'winnerId',
    label: `Merge into this ${one}`,
    required: true,
  });
  const typed = field({ name: 'loserId', label: `Type ${name} to go on`, required: true });
  ask({
    title: `Merge ${name} into another ${one}`,
    intro: `Everything of ${name} moves to the ${one} you choose, and ${name} is gone for good.`,
    content: h('div', { class: 'form' }, winner.node, typed.node),
    fields: [winner, typed],
    action: 'Merge',
    isDanger: true,
    work: async () => {
      const winnerId = winner.id();
      if (typed.read() !== name)
        throw new ApiError(`This is not “${name}”. Type it exactly, or cancel.`, 'loserId');
      await act(company, 'merge', { entity, winnerId, loserId: id });
      toast(`${name} is merged.`);
      go(address({ view, open: winnerId }));
    },
  });
}
