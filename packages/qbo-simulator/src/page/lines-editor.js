import { ApiError } from './api.js';
import { fill, h } from './dom.js';
import { product } from './format.js';
import { picker } from './picker.js';

/** The lines of a document as a small sheet. Lines it does not know how to change stay as they are. */

/** @typedef {{ line: Record<string, any>, row: HTMLElement, read: () => Record<string, any> }} EditedLine */

/** @type {Record<string, string>} */
const detailOf = { Bill: 'AccountBasedExpenseLineDetail' };

/**
 * @param {string} company
 * @param {string} entity
 * @param {Record<string, any>[]} lines
 */
export function linesEditor(company, entity, lines) {
  const own = detailOf[entity] ?? 'SalesItemLineDetail';
  const isSales = own === 'SalesItemLineDetail';
  /** @type {EditedLine[]} */
  let edited = [];
  const body = h('tbody', {});
  const draw = () => fill(body, ...edited.map(({ row }) => row));

  const add = (/** @type {Record<string, any>} */ line) => {
    const at = edited.length + 1;
    const made = line['DetailType'] === own ? editable(line, at) : fixed(line);
    edited.push(made);
    draw();
    return made;
  };

  const removeButton = (/** @type {number} */ at, /** @type {() => EditedLine} */ self) =>
    h(
      'td',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          'aria-label': `Remove line ${at}`,
          onclick: () => {
            edited = edited.filter((one) => one !== self());
            draw();
          },
        },
        '×',
      ),
    );

  const cell = (
    /** @type {string} */ label,
    /** @type {string | undefined} */ value,
    /** @type {boolean} */ isNumber,
  ) =>
    h('input', {
      'aria-label': label,
      value: value ?? '',
      class: isNumber ? 'number' : undefined,
      inputmode: isNumber ? 'decimal' : undefined,
    });

  /**
   * @param {Record<string, any>} line
   * @param {number} at
   * @returns {EditedLine}
   */
  const editable = (line, at) => {
    const detail = line[own] ?? {};
    const reference = isSales ? 'ItemRef' : 'AccountRef';
    const chosen = picker({
      company,
      entity: isSales ? 'Item' : 'Account',
      name: `Line ${at} ${reference}`,
      label: `${isSales ? 'Item' : 'Account'} of line ${at}`,
      value: detail[reference],
    });
    chosen.node.querySelector('label')?.classList.add('hidden');
    const description = cell(`Description of line ${at}`, line['Description'], false);
    const quantity = cell(`Quantity of line ${at}`, detail['Qty'], true);
    const price = cell(`Price of line ${at}`, detail['UnitPrice'], true);
    const amount = cell(`Amount of line ${at}`, line['Amount'], true);
    // With quantity and price the amount follows; the simulator has the last word on its rounding.
    const follow = () => {
      const computed = product(quantity.value, price.value);
      amount.readOnly = computed !== undefined;
      if (computed !== undefined) amount.value = computed;
    };
    for (const input of [quantity, price]) input.addEventListener('input', follow);
    if (quantity.value !== '' && price.value !== '') amount.readOnly = true;
    const isPriced = () => product(quantity.value, price.value) !== undefined;
    const row = h(
      'tr',
      {},
      h('td', {}, chosen.node),
      h('td', {}, description),
      isSales && [h('td', { class: 'number' }, quantity), h('td', { class: 'number' }, price)],
      h('td', { class: 'number' }, amount),
      removeButton(at, () => self),
    );
    const read = () => {
      const id = chosen.id();
      if (!isPriced() && amount.value.trim() === '')
        throw new ApiError(`Line ${at} needs an amount, or a quantity and a price.`, undefined);
      const { Amount: _amount, Description: _description, [own]: before = {}, ...rest } = line;
      const { Qty: _qty, UnitPrice: _price, [reference]: _reference, ...kept } = before;
      return {
        ...rest,
        DetailType: own,
        ...(description.value.trim() !== '' && { Description: description.value.trim() }),
        ...(!isPriced() && { Amount: amount.value.trim() }),
        [own]: {
          ...kept,
          ...(id !== '' && { [reference]: { value: id } }),
          ...(isPriced() && { Qty: quantity.value.trim(), UnitPrice: price.value.trim() }),
        },
      };
    };
    /** @type {EditedLine} */
    const self = { line, row, read };
    return self;
  };

  /**
   * @param {Record<string, any>} line
   * @returns {EditedLine}
   */
  const fixed = (line) => {
    const at = edited.length + 1;
    const words = line['Description'] ?? String(line['DetailType'] ?? '').replace(/LineDetail$/, '');
    /** @type {EditedLine} */
    const self = {
      line,
      row: h(
        'tr',
        {},
        h('td', { colspan: isSales ? 4 : 2, class: 'muted' }, words),
        h('td', { class: 'number' }, line['Amount'] ?? ''),
        removeButton(at, () => self),
      ),
      read: () => line,
    };
    return self;
  };

  for (const line of lines) if (line['DetailType'] !== 'SubTotalLineDetail') add(line);
  if (edited.length === 0) add({ DetailType: own });
  const labels = isSales
    ? ['Item', 'Description', 'Quantity', 'Price', 'Amount']
    : ['Account', 'Description', 'Amount'];
  const head = labels.map((label) =>
    h('th', { scope: 'col', class: /Quantity|Price|Amount/.test(label) ? 'number' : undefined }, label),
  );
  const another = () => add({ DetailType: own }).row.querySelector('input')?.focus();
  const node = h(
    'fieldset',
    {},
    h('legend', {}, 'Lines'),
    h(
      'div',
      { class: 'table-box' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h('tr', {}, head, h('th', { scope: 'col' }, h('span', { class: 'hidden' }, 'Remove'))),
        ),
        body,
      ),
    ),
    h('button', { type: 'button', class: 'quiet', onclick: another }, 'Add a line'),
  );
  const read = () => edited.map((one) => one.read());
  const before = JSON.stringify(edited.length === 0 ? [] : safeRead(read));
  const isChanged = () => JSON.stringify(read()) !== before;
  return { node, read, isChanged };
}

/** @param {() => unknown} read */
function safeRead(read) {
  try {
    return read();
  } catch (error) {
    // A new, still empty line cannot be read yet.
    if (error instanceof ApiError) return null;
    throw error;
  }
}
