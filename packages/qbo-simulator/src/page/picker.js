import { ApiError, get, list } from './api.js';
import { h } from './dom.js';
import { field } from './form.js';
import { nameOf } from './kinds.js';

/** Choosing an object by typing a part of its name. */

/**
 * @typedef {import('./form.js').Field & { id: () => string }} Picker
 */

let made = 0;

/**
 * @param {{ company: string, entity: string, name: string, label: string, value?: { value?: string, name?: string },
 *   hint?: string, required?: boolean, onPick?: (id: string) => void }} spec
 * @returns {Picker}
 */
export function picker({ company, entity, name, label, value, hint, required, onPick }) {
  made += 1;
  const options = h('datalist', { id: `options-${made}` });
  /** @type {Map<string, string>} */
  const ids = new Map();
  const shown = value?.value === undefined ? '' : (value.name ?? `#${value.value}`);
  if (value?.value !== undefined) ids.set(shown, value.value);
  const inner = field({
    name,
    label,
    value: shown,
    ...(hint !== undefined && { hint }),
    ...(required !== undefined && { required }),
    attributes: { list: options.id, placeholder: 'Type a name' },
  });
  inner.node.append(options);
  const { input } = inner;
  const text = () => input.value.trim();
  if (value?.value !== undefined && value.name === undefined) void showName(value.value);

  let asked = 0;
  /** @type {Promise<void>} */
  let offering = Promise.resolve();
  const search = async () => {
    asked += 1;
    const mine = asked;
    const { rows } = await list(company, entity, { q: ids.has(text()) ? '' : text(), limit: 20 });
    if (mine !== asked) return;
    const found = rows.filter(({ state }) => state !== 'inactive');
    for (const row of found) ids.set(nameOf(row.id, row.data), row.id);
    options.replaceChildren(...found.map((row) => h('option', { value: nameOf(row.id, row.data) })));
  };
  const offer = () => {
    offering = search();
  };
  input.addEventListener('focus', offer);
  input.addEventListener('input', () => {
    const id = ids.get(text());
    if (id === undefined) offer();
    else onPick?.(id);
  });
  /** Some references come without a name. */
  async function showName(/** @type {string} */ chosen) {
    const { data } = await get(`/object/${company}/${entity}/${encodeURIComponent(chosen)}`);
    const word = nameOf(chosen, data);
    ids.set(word, chosen);
    if (text() === shown) input.value = word;
  }

  const id = () => {
    if (text() === '') return '';
    const found = ids.get(text());
    if (found !== undefined) return found;
    throw new ApiError(`There is no ${entity.toLowerCase()} “${text()}”. Choose one from the list.`, name);
  };
  return { ...inner, id, settled: () => offering };
}
