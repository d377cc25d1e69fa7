import { ApiError, act, get, list } from './api.js';
import { ask, toast } from './dialog.js';
import { fill, h, put } from './dom.js';
import { field } from './form.js';
import { cents, date, fromCents, money } from './format.js';
import { picker } from './picker.js';

/** Receiving a payment, and changing one: how much, from whom, and which invoices it settles. */

const mostInvoices = 100;

/**
 * @typedef {{ id: string, type: string, label: string, day: string | undefined, open: bigint, applied: bigint }} Settled
 */

/**
 * @param {string} company
 * @param {{ customer?: { value: string, name?: string }, invoiceId?: string, payment?: { id: string, data: Record<string, any> },
 *   done: () => void }} about
 */
export async function receivePayment(company, { customer, invoiceId, payment, done }) {
  const data = payment?.data ?? {};
  const party = customer ?? data['CustomerRef'];
  const box = h('div', { class: 'full' });
  /** @type {{ row: Settled, input: HTMLInputElement }[]} */
  let inputs = [];
  const from = picker({
    company,
    entity: 'Customer',
    name: 'CustomerRef',
    label: 'Received from',
    value: party,
    required: true,
    onPick: (id) => void offer(id),
  });
  const amount = field({
    name: 'TotalAmt',
    label: 'Amount received',
    type: 'number',
    value: data['TotalAmt'] ?? '',
    required: true,
    attributes: { oninput: () => spread(), 'data-first': party?.value !== undefined },
  });
  const day = field({
    name: 'TxnDate',
    label: 'Date',
    type: 'date',
    value: data['TxnDate'] ?? '',
    hint: 'Empty: today',
  });
  const reference = field({
    name: 'PaymentRefNum',
    label: 'Reference no.',
    value: data['PaymentRefNum'] ?? '',
    max: 21,
  });
  const rest = h('p', { class: 'hint', 'aria-live': 'polite' });

  const offer = async (/** @type {string} */ customerId) => {
    const { rows } = await list(company, 'Invoice', {
      party: customerId,
      state: 'unpaid',
      sort: 'DueDate',
      limit: mostInvoices,
    });
    const open = rows.map((row) => ({
      id: row.id,
      type: 'Invoice',
      label: `Invoice ${row.data['DocNumber'] ?? `#${row.id}`}`,
      day: row.data['DueDate'],
      open: cents(row.data['Balance'] ?? '0') ?? 0n,
      applied: 0n,
    }));
    show(merged(open, payment === undefined ? [] : await settledNow()));
    spread();
  };

  /** What the payment that is being changed settles already can be taken back from it. */
  const settledNow = async () => {
    const { links } = await get(`/object/${company}/Payment/${payment?.id}`);
    return links.map((/** @type {any} */ link) => ({
      id: link.id,
      type: link.entity,
      label: `${link.entity} ${link.number ?? `#${link.id}`}`,
      day: link.date,
      open: cents(link.amount) ?? 0n,
      applied: cents(link.amount) ?? 0n,
    }));
  };

  /** @param {Settled[]} rows */
  const show = (rows) => {
    inputs = [];
    if (rows.length === 0) {
      fill(
        box,
        h('p', { class: 'muted' }, 'This customer has no open invoices: the whole amount stays on account.'),
        rest,
      );
      return;
    }
    const body = rows.map((row) => {
      const given = row.applied > 0n ? row.applied : row.id === invoiceId ? row.open : 0n;
      const input = h('input', {
        class: 'number',
        inputmode: 'decimal',
        'aria-label': `Applied to ${row.label}`,
        value: given > 0n ? fromCents(given) : '',
        oninput: () => sayRest(),
      });
      inputs.push({ row, input });
      return h(
        'tr',
        {},
        h('td', {}, row.label),
        h('td', { class: 'wide' }, date(row.day)),
        h('td', { class: 'number' }, money(fromCents(row.open))),
        h('td', { class: 'number' }, input),
      );
    });
    const head = h(
      'tr',
      {},
      h('th', { scope: 'col' }, 'Document'),
      h('th', { scope: 'col', class: 'wide' }, 'Due'),
      h('th', { scope: 'col', class: 'number' }, 'Open'),
      h('th', { scope: 'col', class: 'number' }, 'Applied'),
    );
    fill(
      box,
      h('div', { class: 'table-box' }, h('table', {}, h('thead', {}, head), h('tbody', {}, body))),
      rest,
    );
    if (invoiceId !== undefined && amount.input.value === '')
      amount.input.value = fromCents(rows.find(({ id }) => id === invoiceId)?.open ?? 0n);
  };

  /** A new payment goes to the invoice it was opened from, otherwise to the oldest first. */
  const spread = () => {
    if (payment === undefined) {
      let left = cents(amount.input.value) ?? 0n;
      const order = [...inputs].sort(
        (a, b) => Number(b.row.id === invoiceId) - Number(a.row.id === invoiceId),
      );
      for (const { row, input } of order) {
        const part = invoiceId !== undefined && row.id !== invoiceId ? 0n : left < row.open ? left : row.open;
        input.value = part > 0n ? fromCents(part) : '';
        left -= part;
      }
    }
    sayRest();
  };

  const applied = () => inputs.reduce((sum, { input }) => sum + (cents(input.value || '0') ?? 0n), 0n);
  const sayRest = () => {
    const left = (cents(amount.input.value || '0') ?? 0n) - applied();
    fill(
      rest,
      left < 0n
        ? `${money(fromCents(-left))} more is applied than was received.`
        : `${money(fromCents(left))} stays on account.`,
    );
  };

  if (party?.value !== undefined) await offer(party.value);
  const content = h('div', { class: 'form' });
  put(content, from.node, amount.node, day.node, reference.node, box);
  ask({
    title: payment === undefined ? 'Receive a payment' : `Change payment ${payment.id}`,
    content,
    fields: [from, amount, day, reference],
    action: payment === undefined ? 'Receive payment' : 'Save',
    work: async () => {
      const total = cents(String(amount.read()));
      if (total === undefined || total < 0n) throw new ApiError('Write an amount like 1250.00.', 'TotalAmt');
      for (const { row, input } of inputs) {
        if (cents(input.value || '0') === undefined)
          throw new ApiError(
            `“${input.value}” for ${row.label} is no amount: write one like 1250.00.`,
            undefined,
          );
      }
      const body = {
        CustomerRef: { value: from.id() },
        TotalAmt: fromCents(total),
        ...(day.read() !== '' && { TxnDate: day.read() }),
        PaymentRefNum: reference.read() === '' ? null : reference.read(),
        Line: inputs
          .filter(({ input }) => (cents(input.value || '0') ?? 0n) > 0n)
          .map(({ row, input }) => ({
            Amount: fromCents(cents(input.value) ?? 0n),
            LinkedTxn: [{ TxnId: row.id, TxnType: row.type }],
          })),
      };
      if (payment === undefined) await act(company, 'create', { entity: 'Payment', body });
      else await act(company, 'edit', { entity: 'Payment', id: payment.id, changes: body });
      toast(payment === undefined ? `Payment of ${money(fromCents(total))} received.` : 'Payment saved.');
      done();
    },
  });
}

/**
 * @param {Settled[]} open
 * @param {Settled[]} settled
 */
function merged(open, settled) {
  const rows = new Map(settled.map((row) => [row.id, row]));
  for (const row of open) {
    const known = rows.get(row.id);
    rows.set(row.id, known === undefined ? row : { ...known, open: known.open + row.open });
  }
  return [...rows.values()];
}
