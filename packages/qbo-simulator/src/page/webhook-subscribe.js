import { ApiError, get, post } from './api.js';
import { ask, toast } from './dialog.js';
import { h } from './dom.js';
import { field } from './form.js';

/** Telling an app of changes: where, signed with what, and of which. */

const operations = ['Create', 'Update', 'Delete', 'Merge', 'Void', 'Emailed'];
export const entities = [
  'Customer',
  'Vendor',
  'Employee',
  'Item',
  'Account',
  'Term',
  'Invoice',
  'Estimate',
  'CreditMemo',
  'Payment',
  'Bill',
  'BillPayment',
];

/** @param {() => Promise<void>} done */
export async function subscribe(done) {
  const { apps } = await get('/apps');
  const app = field({
    name: 'clientId',
    label: 'App',
    type: 'select',
    options: apps.map((/** @type {any} */ { clientId }) => [clientId, clientId]),
  });
  const url = field({
    name: 'url',
    label: 'Address',
    required: true,
    attributes: { placeholder: 'http://127.0.0.1:3000/webhooks' },
  });
  const token = field({
    name: 'verifierToken',
    label: 'Verifier token',
    required: true,
    hint: 'The app checks each signature with it.',
  });
  const format = field({
    name: 'format',
    label: 'Format',
    type: 'select',
    options: [
      ['cloudevents', 'CloudEvents'],
      ['legacy', 'Legacy'],
    ],
  });
  const check = (/** @type {string} */ name, /** @type {boolean} */ value) =>
    field({ name, label: name, type: 'checkbox', value });
  const kinds = entities.map((name) => check(name, true));
  const told = operations.map((name) => check(name, name !== 'Void'));
  const chosen = (/** @type {import('./form.js').Field[]} */ all) =>
    all.filter((one) => one.read() === true).map(({ name }) => name);
  ask({
    title: 'Subscribe an app to webhooks',
    intro:
      'Only apps that are connected to a company hear of its changes. The address and token replace earlier ones of the app.',
    content: h(
      'div',
      { class: 'form' },
      app.node,
      format.node,
      url.node,
      token.node,
      h(
        'fieldset',
        {},
        h('legend', {}, 'Operations'),
        h(
          'div',
          { class: 'checks' },
          told.map(({ node }) => node),
        ),
      ),
      h(
        'fieldset',
        {},
        h('legend', {}, 'Kinds of objects'),
        h(
          'div',
          { class: 'checks' },
          kinds.map(({ node }) => node),
        ),
      ),
    ),
    fields: [app, url, token, format],
    action: 'Subscribe',
    work: async () => {
      if (chosen(kinds).length === 0 || chosen(told).length === 0)
        throw new ApiError('Choose at least one operation and one kind of object.', undefined);
      await post('/webhooks/config', {
        clientId: app.read(),
        url: url.read(),
        verifierToken: token.read(),
        format: format.read(),
        entities: chosen(kinds),
        operations: chosen(told),
      });
      toast(`${app.read()} is subscribed.`);
      await done();
    },
  });
}
