import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { type AccountChoice, accountSource } from '../../ui/choice-sources.ts';
import { DateField } from '../../ui/date-field.tsx';
import { paymentTermsQuery, peopleQuery } from '../../ui/reference-queries.ts';
import type { HeaderField, OrderForm } from './order-form.ts';
import { type OrderFormStore, useForm } from './order-form-store.ts';
import type { FormErrors } from './order-wire.ts';
import { headerWords } from './order-words.ts';

/*
 * The fields around the lines. Each listens to its own value: a key in one of them renders that one.
 */

interface FieldProps<Field extends HeaderField> {
  store: OrderFormStore;
  field: Field;
  errors: FormErrors;
}

function useField<Field extends HeaderField>({ store, field, errors }: FieldProps<Field>) {
  return {
    label: headerWords[field],
    value: useForm(store, (form) => form[field]),
    error: errors.get(field),
  };
}

/** Enter goes from one of these to the next. */
const inHead = { 'data-head': '1' } as const;
/** Finds the field by its name. */
const named = (field: HeaderField) => ({ 'data-form-field': field });

export function PartyField(
  props: FieldProps<'seller' | 'buyer'> & { placeholder: string; isFrozen: boolean; isFirst?: boolean },
) {
  const { store, field, placeholder, isFrozen, isFirst = false } = props;
  return (
    <ChoiceField<AccountChoice>
      {...useField(props)}
      source={parties[field]}
      onChange={(party) => store.setHeader(field, party)}
      placeholder={placeholder}
      disabled={isFrozen}
      onEnter={(event) => focusNext(event.currentTarget)}
      inputProps={{ ...inHead, ...named(field), autoFocus: isFirst }}
    />
  );
}

const parties = { seller: accountSource('seller'), buyer: accountSource('buyer') };

export function DayField(props: FieldProps<'orderDate' | 'shipDate' | 'deliveryDate'>) {
  const { store, field } = props;
  return (
    <DateField
      {...useField(props)}
      onChange={(value) => store.setHeader(field, value)}
      inputProps={{ ...inHead, ...named(field) }}
    />
  );
}

export function TextField(props: FieldProps<'poNumber' | 'freightPlace'>) {
  const { store, field } = props;
  return (
    <TextInput
      {...useField(props)}
      {...inHead}
      {...named(field)}
      maxLength={255}
      onChange={(event) => store.setHeader(field, event.currentTarget.value)}
    />
  );
}

export function TextAreaField(props: FieldProps<'memo' | 'notes'> & { description: string }) {
  const { store, field, description } = props;
  return (
    <Textarea
      {...useField(props)}
      {...named(field)}
      description={description}
      rows={3}
      maxLength={4000}
      onChange={(event) => store.setHeader(field, event.currentTarget.value)}
    />
  );
}

interface Option {
  value: string;
  label: string;
}

/** One of a few that never change. */
export function ChosenField<Field extends 'freightTerm' | 'billingMode' | 'engagedBy'>(
  props: FieldProps<Field> & { options: readonly Option[]; isFrozen?: boolean; isInHead?: boolean },
) {
  const { store, field, options, isFrozen = false, isInHead = false } = props;
  return (
    <NativeSelect
      {...useField(props)}
      {...(isInHead && inHead)}
      {...named(field)}
      disabled={isFrozen}
      // The options are the values of the field.
      onChange={(event) => store.setHeader(field, event.currentTarget.value as OrderForm[Field])}
      data={[...options]}
    />
  );
}

export function PaymentTermsField(props: FieldProps<'paymentTermsId'> & { isNew: boolean }) {
  const field = useField(props);
  const terms = useQuery(paymentTermsQuery).data;
  const isGone =
    field.value !== '' && field.value !== 'buyer' && terms?.every(({ id }) => id !== field.value) === true;
  return (
    <NativeSelect
      {...field}
      {...inHead}
      {...named(props.field)}
      onChange={(event) => props.store.setHeader('paymentTermsId', event.currentTarget.value)}
      data={[
        ...(props.isNew ? [{ value: 'buyer', label: 'As agreed with the buyer' }] : []),
        { value: '', label: 'None' },
        ...stillChosen(terms, field.value),
        ...(isGone ? [{ value: field.value, label: 'As before' }] : []),
      ]}
    />
  );
}

export function SalespersonField(props: FieldProps<'salespersonId'>) {
  const field = useField(props);
  const people = useQuery(peopleQuery).data;
  return (
    <NativeSelect
      {...field}
      {...inHead}
      {...named(props.field)}
      onChange={(event) => props.store.setHeader('salespersonId', event.currentTarget.value)}
      data={[{ value: '', label: 'Nobody' }, ...stillChosen(people, field.value)]}
    />
  );
}

/** What can be chosen now, and what was chosen when it still could. */
function stillChosen(
  all: readonly { id: string; name: string; isActive: boolean }[] = [],
  chosen: string,
): Option[] {
  return all
    .filter(({ id, isActive }) => isActive || id === chosen)
    .map(({ id, name }) => ({ value: id, label: name }));
}

export function goOnWithEnter(event: KeyboardEvent<HTMLElement>) {
  const isPlain = event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.defaultPrevented;
  if (!isPlain || !(event.target instanceof HTMLElement) || event.target.tagName === 'BUTTON') return;
  event.preventDefault();
  focusNext(event.target);
}

/** The next field of the head, or the first product. */
function focusNext(from: HTMLElement): void {
  const fields = [...document.querySelectorAll<HTMLElement>('[data-head]:not(:disabled)')];
  const next =
    fields[fields.indexOf(from) + 1] ?? document.querySelector<HTMLElement>('[data-field="product"]');
  next?.focus();
}
