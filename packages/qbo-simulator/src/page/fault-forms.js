import { ApiError, get, post } from './api.js';
import { ask, toast } from './dialog.js';
import { fill, h, put } from './dom.js';
import { field } from './form.js';

/** Asking for a fault: what it waits for, what it does, how often. */

/** Parameters that an action needs or usually has; the meaning beside it names them all. */
/** @type {Record<string, string>} */
const examples = {
  timeoutBefore: '{ "ms": 30000 }',
  timeoutAfterCommit: '{ "ms": 30000 }',
  status: '{ "status": 503, "body": "html", "committed": false }',
  fault: '{ "code": "6240", "detail": "The name supplied already exists" }',
  slow: '{ "ms": 3000 }',
  slowSimulated: '{ "ms": 3000 }',
  roundingMode: '{ "mode": "half_even" }',
  listLag: '{ "ms": 5000 }',
  cdcCap: '{ "cap": 5 }',
  clockSkew: '{ "ms": 60000 }',
  userPay: '{ "invoiceId": "1" }',
  userEdit: '{ "entity": "Invoice", "id": "1" }',
  userVoid: '{ "entity": "Invoice", "id": "1" }',
  userDelete: '{ "entity": "Invoice", "id": "1" }',
  userInactivate: '{ "entity": "Customer", "id": "1" }',
  userMerge: '{ "winnerId": "1", "loserId": "2" }',
  userCloseBooks: '{ "date": "2026-01-31" }',
  userRename: '{ "entity": "Customer", "id": "1", "name": "New name" }',
  userSetPref: '{ "prefs": { "SalesFormsPrefs": { "CustomTxnNumbers": true } } }',
};

const operations = [
  '',
  'create',
  'update',
  'delete',
  'void',
  'read',
  'query',
  'cdc',
  'batch',
  'send',
  'pdf',
  'token',
  'authorize',
  'revoke',
];
const entities = [
  '',
  'Customer',
  'Vendor',
  'Item',
  'Invoice',
  'Estimate',
  'Payment',
  'CreditMemo',
  'Bill',
  'BillPayment',
  'Account',
  'Term',
];

/**
 * @param {string} company
 * @param {() => Promise<void>} done
 */
export async function addRule(company, done) {
  const { actions } = await get('/faults');
  const names = Object.keys(actions);
  const meaning = h('p', { class: 'hint full', 'aria-live': 'polite' });
  const action = field({
    name: 'action.type',
    label: 'Action',
    type: 'select',
    options: names.map((name) => /** @type {const} */ ([name, name])),
  });
  const params = field({ name: 'params', label: 'Parameters (JSON)', type: 'textarea', class: 'full' });
  const explain = () => {
    const name = String(action.read());
    fill(meaning, `${name}: ${actions[name]}.`);
    params.input.value = examples[name] ?? '';
  };
  action.input.addEventListener('change', explain);
  explain();
  const choice = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string[]} */ values) =>
    field({
      name: `match.${name}`,
      label,
      type: 'select',
      options: values.map((one) => /** @type {const} */ ([one, one === '' ? 'any' : one])),
    });
  const entity = choice('entity', 'Entity', entities);
  const operation = choice('operation', 'Operation', operations);
  const path = field({ name: 'match.path', label: 'Address (regular expression)' });
  const call = field({ name: 'match.call', label: 'Only the n-th call that fits', type: 'number' });
  const mine = field({ name: 'match.realm', label: 'Only this company', type: 'checkbox', value: true });
  const first = field({
    name: 'match.firstAttempt',
    label: 'Only the first attempt of each request id',
    type: 'checkbox',
  });
  const times = field({
    name: 'times',
    label: 'How often',
    type: 'number',
    value: '1',
    hint: 'Empty: always',
  });
  const p = field({ name: 'p', label: 'Chance', type: 'number', value: '1', hint: 'Above 0, at most 1' });
  const fields = [action, params, entity, operation, path, call, times, p, mine, first];
  const content = h('div', { class: 'form' });
  put(
    content,
    action.node,
    meaning,
    fields.slice(1).map(({ node }) => node),
  );
  ask({
    title: 'Add a fault rule',
    content,
    fields,
    action: 'Add the rule',
    work: async () => {
      const match = {
        ...(mine.read() === true && { realm: company }),
        ...given('entity', entity.read()),
        ...given('operation', operation.read()),
        ...given('path', path.read()),
        ...(call.read() !== '' && { call: number(call) }),
        ...(first.read() === true && { firstAttempt: true }),
      };
      await post('/faults', {
        match,
        action: { ...jsonOf(params), type: action.read() },
        times: times.read() === '' ? null : number(times),
        ...(p.read() !== '' && { p: number(p) }),
      });
      toast(`${action.read()} waits.`);
      await done();
    },
  });
}

/**
 * @param {string} name
 * @param {string | boolean} value
 */
function given(name, value) {
  return value === '' ? {} : { [name]: value };
}

/** @param {import('./form.js').Field} one */
function number(one) {
  const value = Number(one.read());
  if (Number.isFinite(value)) return value;
  throw new ApiError('Write a number.', one.name);
}

/** @param {import('./form.js').Field} one */
function jsonOf(one) {
  const text = String(one.read());
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('This is no JSON object. Write one like { "ms": 2000 }, or leave it empty.', one.name);
  }
}

/** @param {() => Promise<void>} done */
export async function addWebhookFault(done) {
  const { faultKinds } = await get('/webhooks', { limit: 1 });
  const names = Object.keys(faultKinds);
  const meaning = h('p', { class: 'hint full', 'aria-live': 'polite' });
  const type = field({
    name: 'type',
    label: 'Fault',
    type: 'select',
    options: names.map((name) => /** @type {const} */ ([name, name])),
  });
  const explain = () => fill(meaning, `${faultKinds[String(type.read())]}.`);
  type.input.addEventListener('change', explain);
  explain();
  const entity = field({
    name: 'entity',
    label: 'Entity',
    type: 'select',
    options: entities.map((one) => /** @type {const} */ ([one, one || 'any'])),
  });
  const n = field({ name: 'n', label: 'n', type: 'number', value: '' });
  const ms = field({ name: 'ms', label: 'ms', type: 'number', value: '' });
  const times = field({ name: 'times', label: 'How often', type: 'number', value: '1' });
  const fields = [type, entity, n, ms, times];
  ask({
    title: 'Add a webhook fault',
    content: h(
      'div',
      { class: 'form' },
      type.node,
      meaning,
      fields.slice(1).map(({ node }) => node),
    ),
    fields,
    action: 'Add the fault',
    work: async () => {
      await post('/webhooks/faults', {
        type: type.read(),
        ...given('entity', entity.read()),
        ...(n.read() !== '' && { n: number(n) }),
        ...(ms.read() !== '' && { ms: number(ms) }),
        ...(times.read() !== '' && { times: number(times) }),
      });
      toast(`${type.read()} waits for the next delivery.`);
      await done();
    },
  });
}
