import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { accountSource } from '../../ui/choice-sources.ts';
import { DateField } from '../../ui/date-field.tsx';
import { paymentTermsQuery, peopleQuery } from '../../ui/reference-queries.ts';
import type { HeaderField, OrderForm } from './order-form.ts';
import { type OrderFormStore, useForm } from './order-form-store.ts';
import type { FormErrors } from './order-wire.ts';
import { billingWords, engagedWords, freightWords, headerWords } from './order-words.ts';

const sellers = accountSource('seller');
const buyers = accountSource('buyer');

interface HeadProps {
  store: OrderFormStore;
  errors: FormErrors;
  isNew: boolean;
  /** The document in QuickBooks binds these. */
  isFrozen: boolean;
}

/** Parties, dates and terms: Tab and Enter go through them and on to the lines. */
export function OrderEntryHead({ store, errors, isNew, isFrozen }: HeadProps) {
  const form = useForm(store, headOf);
  const terms = useQuery(paymentTermsQuery);
  const people = useQuery(peopleQuery);
  const set = store.setHeader;
  const error = (field: HeaderField) => errors.get(field);
  const text = (field: 'poNumber' | 'freightPlace') => ({
    label: headerWords[field],
    value: form[field],
    error: error(field),
    maxLength: 255,
    onChange: (event: { currentTarget: { value: string } }) => set(field, event.currentTarget.value),
  });
  const isGone = (id: string, list: readonly { id: string }[] | undefined) =>
    id !== '' && id !== 'buyer' && list !== undefined && !list.some((one) => one.id === id);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter bubbles here from the fields inside
    <div className="order-head" onKeyDown={goOnWithEnter}>
      <div className="span-2">
        <ChoiceField
          label="Seller"
          source={sellers}
          value={form.seller}
          onChange={(seller) => set('seller', seller)}
          error={error('seller')}
          placeholder="Who sells"
          disabled={isFrozen}
          onEnter={(event) => focusNext(event.currentTarget)}
          inputProps={{ 'data-head': 1, autoFocus: isNew }}
        />
      </div>
      <div className="span-2">
        <ChoiceField
          label="Buyer"
          source={buyers}
          value={form.buyer}
          onChange={(buyer) => set('buyer', buyer)}
          error={error('buyer')}
          placeholder="Who buys"
          disabled={isFrozen}
          onEnter={(event) => focusNext(event.currentTarget)}
          inputProps={{ 'data-head': 1 }}
        />
      </div>
      {(['orderDate', 'shipDate', 'deliveryDate'] as const).map((field) => (
        <DateField
          key={field}
          label={headerWords[field]}
          value={form[field]}
          onChange={(value) => set(field, value)}
          error={error(field)}
          inputProps={{ 'data-head': '1' }}
        />
      ))}
      <TextInput {...text('poNumber')} data-head />
      <NativeSelect
        label={headerWords.paymentTermsId}
        value={form.paymentTermsId}
        error={error('paymentTermsId')}
        data-head
        onChange={(event) => set('paymentTermsId', event.currentTarget.value)}
        data={[
          ...(isNew ? [{ value: 'buyer', label: 'As agreed with the buyer' }] : []),
          { value: '', label: 'None' },
          ...(terms.data ?? [])
            .filter((term) => term.isActive || term.id === form.paymentTermsId)
            .map((term) => ({ value: term.id, label: term.name })),
          ...(isGone(form.paymentTermsId, terms.data)
            ? [{ value: form.paymentTermsId, label: 'As before' }]
            : []),
        ]}
      />
      <NativeSelect
        label={headerWords.freightTerm}
        value={form.freightTerm}
        error={error('freightTerm')}
        data-head
        // The choices below are the terms.
        onChange={(event) => set('freightTerm', event.currentTarget.value as OrderForm['freightTerm'])}
        data={[
          { value: '', label: 'Not said' },
          { value: 'fob', label: freightWords.fob },
          { value: 'delivered', label: freightWords.delivered },
        ]}
      />
      <TextInput {...text('freightPlace')} data-head />
      <NativeSelect
        label={headerWords.salespersonId}
        value={form.salespersonId}
        error={error('salespersonId')}
        data-head
        onChange={(event) => set('salespersonId', event.currentTarget.value)}
        data={[
          { value: '', label: 'Nobody' },
          ...(people.data ?? [])
            .filter((person) => person.isActive || person.id === form.salespersonId)
            .map((person) => ({ value: person.id, label: person.name })),
        ]}
      />
    </div>
  );
}

/** What is said once and seldom: below the lines, out of the way of the keys. */
export function OrderEntryFoot({ store, errors, isFrozen }: Omit<HeadProps, 'isNew'>) {
  const form = useForm(store, headOf);
  const set = store.setHeader;
  return (
    <div className="order-notes">
      <Textarea
        label="Memo"
        description="Printed on the confirmation"
        value={form.memo}
        error={errors.get('memo')}
        rows={3}
        maxLength={4000}
        onChange={(event) => set('memo', event.currentTarget.value)}
      />
      <Textarea
        label="Notes"
        description="Ours alone, never printed"
        value={form.notes}
        error={errors.get('notes')}
        rows={3}
        maxLength={4000}
        onChange={(event) => set('notes', event.currentTarget.value)}
      />
      <NativeSelect
        label={headerWords.billingMode}
        value={form.billingMode}
        error={errors.get('billingMode')}
        disabled={isFrozen}
        onChange={(event) => set('billingMode', event.currentTarget.value as OrderForm['billingMode'])}
        data={Object.entries(billingWords).map(([value, label]) => ({ value, label }))}
      />
      <NativeSelect
        label={headerWords.engagedBy}
        value={form.engagedBy}
        error={errors.get('engagedBy')}
        disabled={isFrozen}
        onChange={(event) => set('engagedBy', event.currentTarget.value as OrderForm['engagedBy'])}
        data={Object.entries(engagedWords).map(([value, label]) => ({ value, label }))}
      />
    </div>
  );
}

/** The form without its lines: the same object until something of it changes. */
let lastForm: OrderForm | undefined;
let lastHead: Omit<OrderForm, 'lines'> | undefined;
function headOf(form: OrderForm): Omit<OrderForm, 'lines'> {
  if (form === lastForm && lastHead !== undefined) return lastHead;
  const { lines: _, ...head } = form;
  lastForm = form;
  // Object.keys forgets that these are the keys of the form.
  const isSame =
    lastHead !== undefined &&
    (Object.keys(head) as HeaderField[]).every((key) => head[key] === lastHead?.[key]);
  if (!isSame || lastHead === undefined) lastHead = head;
  return lastHead;
}

function goOnWithEnter(event: KeyboardEvent<HTMLElement>) {
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
