import { act, get } from './api.js';
import { ask, toast } from './dialog.js';
import { h, put } from './dom.js';
import { field } from './form.js';
import { kinds, nameOf, viewOf } from './kinds.js';
import { fieldLabel } from './labels.js';
import { linesEditor } from './lines-editor.js';
import { picker } from './picker.js';

/** A form for any object, made from the simulator's own table of fields. */

/**
 * @typedef {{ kind: string, max?: number, values?: string[], to?: string, readOnly?: true, required?: true,
 *   fields?: Record<string, FieldTable> }} FieldTable
 * @typedef {{ path: string[], table: FieldTable, field: import('./form.js').Field, value: () => string | boolean, before: string | boolean }} Edited
 */

/** Kinds whose lines the sheet of lines can change. */
const withLines = new Set(['Invoice', 'Estimate', 'CreditMemo', 'Bill']);

/**
 * @param {Record<string, FieldTable>} tables
 * @param {string[]} path
 * @returns {Generator<{ path: string[], table: FieldTable }>}
 */
function* editable(tables, path = []) {
  for (const [name, table] of Object.entries(tables)) {
    if (table.readOnly || table.kind === 'list') continue;
    if (table.kind === 'object') yield* editable(table.fields ?? {}, [...path, name]);
    else yield { path: [...path, name], table };
  }
}

/**
 * @param {Record<string, any>} data
 * @param {string[]} path
 */
function at(data, path) {
  return path.reduce((/** @type {any} */ value, name) => value?.[name], data);
}

/**
 * @param {string} company
 * @param {{ path: string[], table: FieldTable }} one
 * @param {Record<string, any>} data
 * @returns {Edited}
 */
function editedField(company, { path, table }, data) {
  const value = at(data, path);
  const spec = { name: path.join('.'), label: fieldLabel(path), ...(table.required && { required: true }) };
  if (table.kind === 'ref' && table.to !== undefined) {
    const made = picker({ company, entity: table.to, value, ...spec });
    return { path, table, field: made, value: made.id, before: value?.value ?? '' };
  }
  if (table.kind === 'flag') {
    const made = field({ ...spec, type: 'checkbox', value: value === true });
    return { path, table, field: made, value: made.read, before: value === true };
  }
  const plain = table.kind === 'ref' ? (value?.value ?? '') : (value ?? '');
  const made = field({ ...spec, value: plain, ...inputOf(table) });
  return { path, table, field: made, value: made.read, before: plain };
}

/**
 * @param {FieldTable} table
 * @returns {Partial<import('./form.js').FieldSpec>}
 */
function inputOf({ kind, max = 0, values = [] }) {
  if (kind === 'choice')
    return { type: 'select', options: [['', ''], ...values.map((one) => /** @type {const} */ ([one, one]))] };
  if (kind === 'date') return { type: 'date' };
  if (kind === 'decimal' || kind === 'whole') return { type: 'number' };
  if (kind === 'text' && max >= 1000) return { type: 'textarea', max, class: 'full' };
  return kind === 'text' ? { max } : {};
}

/**
 * What was changed, in the shape of the API. An object is sent whole: a sparse update replaces it.
 * @param {Edited[]} edited
 * @param {Record<string, any>} data
 */
function changesOf(edited, data) {
  /** @type {Record<string, any>} */
  const changes = {};
  for (const { path, table, value, before } of edited) {
    const now = value();
    if (now === before) continue;
    const [top = '', ...rest] = path;
    const sent = now === '' ? null : table.kind === 'ref' ? { value: now } : now;
    if (rest.length === 0) {
      changes[top] = sent;
      continue;
    }
    changes[top] ??= structuredClone(data[top] ?? {});
    const holder = rest.slice(0, -1).reduce((part, name) => {
      part[name] ??= {};
      return part[name];
    }, changes[top]);
    const last = rest.at(-1) ?? '';
    if (sent === null) delete holder[last];
    else holder[last] = sent;
  }
  return changes;
}

/**
 * Edits an object, or makes a new one where there is none yet.
 * @param {string} company
 * @param {string} entity
 * @param {{ id: string, data: Record<string, any> } | undefined} object
 * @param {(id: string) => void} done
 */
export async function editObject(company, entity, object, done) {
  const { fields: tables } = await get(`/fields/${entity}`);
  const data = object?.data ?? {};
  const kind = kinds[viewOf(entity) ?? ''];
  const first = kind?.first ?? [];
  const all = [...editable(tables)].map((one) => editedField(company, one, data));
  const nameOfField = (/** @type {Edited} */ { path }) => path.join('.');
  const main = first.flatMap((name) => all.find((one) => nameOfField(one) === name) ?? []);
  const others = all.filter((one) => !main.includes(one) && nameOfField(one) !== 'Active');
  const lines = withLines.has(entity) ? linesEditor(company, entity, data['Line'] ?? []) : undefined;
  const content = h('div', { class: 'form' });
  const more = h(
    'div',
    { class: 'form' },
    others.map((one) => one.field.node),
  );
  put(
    content,
    main.map((one) => one.field.node),
    lines?.node,
    h('details', {}, h('summary', {}, `More fields (${others.length})`), more),
  );
  const title =
    object === undefined
      ? `New ${kind?.one ?? entity}`
      : `Edit ${kind?.one ?? entity} ${nameOf(object.id, data)}`;
  ask({
    title,
    content,
    isWide: lines !== undefined,
    fields: [...main, ...others].map((one) => one.field),
    action: object === undefined ? 'Create' : 'Save',
    work: async () => {
      const changes = changesOf([...main, ...others], data);
      if (lines !== undefined && (object === undefined || lines.isChanged())) changes['Line'] = lines.read();
      const answer =
        object === undefined
          ? await act(company, 'create', { entity, body: changes })
          : await act(company, 'edit', { entity, id: object.id, changes });
      toast(object === undefined ? 'Created.' : 'Saved.');
      done(answer[entity]?.Id ?? object?.id ?? '');
    },
  });
}
