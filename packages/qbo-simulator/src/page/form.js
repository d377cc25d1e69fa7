import { ApiError } from './api.js';
import { h } from './dom.js';

/** Labelled inputs, each with a place for its own error. */

/**
 * @typedef {{ name: string, label: string, type?: 'text' | 'date' | 'number' | 'checkbox' | 'select' | 'textarea' | 'email',
 *   value?: string | boolean, hint?: string, options?: readonly (readonly [string, string])[], required?: boolean,
 *   max?: number, class?: string, attributes?: Record<string, unknown> }} FieldSpec
 * @typedef {{ name: string, node: HTMLElement, input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
 *   read: () => string | boolean, setError: (message: string) => void,
 *   settled?: () => Promise<void> }} Field
 */

let made = 0;

/**
 * @param {FieldSpec} spec
 * @returns {Field}
 */
export function field(spec) {
  made += 1;
  const id = `field-${made}`;
  const input = inputOf(spec, id);
  const error = h('p', { class: 'error', id: `${id}-error` });
  const hint = spec.hint === undefined ? undefined : h('p', { class: 'hint', id: `${id}-hint` }, spec.hint);
  input.setAttribute('aria-describedby', [hint?.id, error.id].filter(Boolean).join(' '));
  const classes = ['field', spec.type === 'checkbox' && 'check', spec.class].filter(Boolean).join(' ');
  const node = h('div', { class: classes }, h('label', { for: id }, spec.label), input, hint, error);
  /** @param {string} message */
  const setError = (message) => {
    error.textContent = message;
    if (message === '') input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
  };
  input.addEventListener('input', () => setError(''));
  const read = () =>
    input instanceof HTMLInputElement && input.type === 'checkbox' ? input.checked : input.value.trim();
  return { name: spec.name, node, input, read, setError };
}

/**
 * @param {FieldSpec} spec
 * @param {string} id
 */
function inputOf(spec, id) {
  const { type = 'text', value, options = [], required, max, attributes } = spec;
  const common = {
    id,
    name: spec.name,
    'aria-required': required,
    maxlength: max,
    autocomplete: 'off',
    ...attributes,
  };
  if (type === 'select') {
    const choices = options.map(([key, word]) => h('option', { value: key, selected: key === value }, word));
    return h('select', common, choices);
  }
  if (type === 'textarea') return h('textarea', { ...common, rows: 2 }, String(value ?? ''));
  if (type === 'checkbox') return h('input', { ...common, type, checked: value === true });
  const isNumber = type === 'number';
  return h('input', {
    ...common,
    type: isNumber ? 'text' : type,
    inputmode: isNumber ? 'decimal' : undefined,
    class: isNumber ? 'number' : undefined,
    value,
  });
}

/**
 * Puts an error beside the field it is about; false when there is no such field.
 * @param {readonly Field[]} fields
 * @param {string | undefined} name like `CustomerRef`, `prefs.X.Y`, `Line[0].Amount`
 * @param {string} message
 */
function placeError(fields, name, message) {
  if (name === undefined) return false;
  const wanted = name.replace(/\.value$/, '').toLowerCase();
  const found =
    fields.find((one) => one.name.toLowerCase() === wanted) ??
    fields.find(
      (one) =>
        wanted.endsWith(`.${one.name.toLowerCase()}`) || one.name.toLowerCase().startsWith(`${wanted}.`),
    );
  if (found === undefined) return false;
  found.setError(message);
  const closed = found.input.closest('details');
  if (closed !== null) closed.open = true;
  found.input.focus();
  return true;
}

/**
 * Runs what a form asks for; a refusal is shown beside its field, or above the form.
 * @param {{ fields: readonly Field[], alert: HTMLElement, button: HTMLButtonElement, work: () => Promise<void> }} form
 */
export async function submit({ fields, alert, button, work }) {
  alert.textContent = '';
  for (const one of fields) one.setError('');
  const missing = fields.find(
    ({ input, read }) => input.getAttribute('aria-required') !== null && read() === '',
  );
  if (missing !== undefined) {
    missing.setError('Fill this in.');
    missing.input.focus();
    return;
  }
  button.disabled = true;
  try {
    // A name that was typed in full is being looked up.
    await Promise.all(fields.map((one) => one.settled?.()));
    await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    button.disabled = false;
    if (!placeError(fields, error.field, error.message)) alert.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

/** Above a form: what belongs to no field. */
export function alertBox() {
  return h('p', { class: 'alert', role: 'alert' });
}
