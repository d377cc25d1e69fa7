import { useEffect, useRef, useState } from 'react';
import type { LineField, OrderForm } from './order-form.ts';
import type { OrderFormStore } from './order-form-store.ts';
import type { FormErrors } from './order-wire.ts';

const noErrors: FormErrors = new Map();

/**
 * What is wrong, told beside each field until that is changed. `tell` takes the errors of a form that was sent, and
 * answers those that still hold: somebody may have typed on.
 */
export function useFormErrors(store: OrderFormStore) {
  const [errors, setErrors] = useState(noErrors);
  const told = useRef({ errors: noErrors, form: store.get() });

  function tell(all: FormErrors, form: OrderForm): FormErrors {
    const left = stillTold(all, form, store.get());
    told.current = { errors: left, form };
    setErrors(left);
    return left;
  }

  useEffect(
    () =>
      store.subscribe(() => {
        const { errors: before, form } = told.current;
        // Asked at every key: nothing is rendered unless a word goes.
        if (before.size === 0) return;
        const left = stillTold(before, form, store.get());
        if (left.size === before.size) return;
        told.current = { errors: left, form };
        setErrors(left);
      }),
    [store],
  );
  return { errors, tell };
}

/** The errors of `form` whose fields are the same in the form as it is now. */
export function stillTold(errors: FormErrors, form: OrderForm, now: OrderForm): FormErrors {
  const linesThen = new Map(form.lines.map((line) => [line.key, line]));
  const linesNow = new Map(now.lines.map((line) => [line.key, line]));
  return new Map(
    [...errors].filter(([path]) => {
      const dot = path.indexOf('.');
      if (dot === -1) return !(path in now) || sameHead(path as keyof OrderForm, form, now);
      const [then, line] = [linesThen.get(path.slice(0, dot)), linesNow.get(path.slice(0, dot))];
      if (then === undefined || line === undefined) return false;
      // Behind the point stands a field of the line: so the paths were made.
      const field = path.slice(dot + 1) as LineField;
      return [field, ...(goesWith[field] ?? [])].every((one) => then[one] === line[one]);
    }),
  );
}

/** The buyer can be wrong because it is the seller. */
function sameHead(field: keyof OrderForm, form: OrderForm, now: OrderForm): boolean {
  return form[field] === now[field] && (field !== 'buyer' || form.seller === now.seller);
}

const weights = ['packSize', 'packUnit', 'actualWeight', 'priceUnit'] as const;

/** What is said at one field of a line and can be mended at another. */
const goesWith: Partial<Record<LineField, readonly LineField[]>> = {
  product: ['productText'],
  packSize: weights,
  packUnit: weights,
  actualWeight: weights,
  price: ['quantity', ...weights],
  commissionPrice: ['commission', 'quantity', 'price', ...weights],
  commission: ['commissionPrice'],
};
