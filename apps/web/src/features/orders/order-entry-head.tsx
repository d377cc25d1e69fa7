import type { OrderFormStore } from './order-form-store.ts';
import {
  ChosenField,
  DayField,
  goOnWithEnter,
  PartyField,
  PaymentTermsField,
  SalespersonField,
  TextAreaField,
  TextField,
} from './order-head-fields.tsx';
import type { FormErrors } from './order-wire.ts';
import { billingWords, engagedWords, freightWords } from './order-words.ts';

interface HeadProps {
  store: OrderFormStore;
  errors: FormErrors;
  isNew: boolean;
  /** The document in QuickBooks binds these. */
  isFrozen: boolean;
}

/** Parties, dates and terms: Tab and Enter go through them and on to the lines. */
export function OrderEntryHead({ store, errors, isNew, isFrozen }: HeadProps) {
  const of = { store, errors };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter bubbles here from the fields inside
    <div className="order-head" onKeyDown={goOnWithEnter}>
      <div className="span-2">
        <PartyField {...of} field="seller" placeholder="Who sells" isFrozen={isFrozen} isFirst={isNew} />
      </div>
      <div className="span-2">
        <PartyField {...of} field="buyer" placeholder="Who buys" isFrozen={isFrozen} />
      </div>
      <DayField {...of} field="orderDate" />
      <DayField {...of} field="shipDate" />
      <DayField {...of} field="deliveryDate" />
      <TextField {...of} field="poNumber" />
      <PaymentTermsField {...of} field="paymentTermsId" isNew={isNew} />
      <ChosenField {...of} field="freightTerm" options={freightTerms} isInHead />
      <TextField {...of} field="freightPlace" />
      <SalespersonField {...of} field="salespersonId" />
    </div>
  );
}

const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
const freightTerms = [{ value: '', label: 'Not said' }, ...optionsOf(freightWords)];
const billingModes = optionsOf(billingWords);
const engagers = optionsOf(engagedWords);

/** What is said once and seldom: below the lines, out of the way of the keys. */
export function OrderEntryFoot({ store, errors, isFrozen }: Omit<HeadProps, 'isNew'>) {
  const of = { store, errors };
  return (
    <div className="order-notes">
      <TextAreaField {...of} field="memo" description="Printed on the confirmation" />
      <TextAreaField {...of} field="notes" description="Ours alone, never printed" />
      <ChosenField {...of} field="billingMode" options={billingModes} isFrozen={isFrozen} />
      <ChosenField {...of} field="engagedBy" options={engagers} isFrozen={isFrozen} />
    </div>
  );
}
