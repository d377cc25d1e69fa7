import type { AccountCreate } from '@pace/shared/accounts';
import { typedText } from '../../lib/check.ts';
import type { Account, AccountChange, Address, Contact } from './accounts.queries.ts';

export type AccountRole = 'seller' | 'buyer' | 'both';

/** An account as it is typed: texts and flags, so that two versions can be compared field by field. */
export type DetailsForm = {
  name: string;
  role: AccountRole;
  code: string;
  email: string;
  phone: string;
  paymentTermsId: string;
  ownerId: string;
  notes: string;
};

export type ContactForm = { name: string; title: string; email: string; phone: string; isPrimary: boolean };

export type AddressForm = {
  kind: Address['kind'];
  line1: string;
  line2: string;
  city: string;
  state: string;
  postalCode: string;
  country: string;
  isPrimary: boolean;
};

export function roleOf({ type, tradesBothWays }: Pick<Account, 'type' | 'tradesBothWays'>): AccountRole {
  return tradesBothWays ? 'both' : type;
}

export function toDetails(account: Account): DetailsForm {
  return {
    name: account.name,
    role: roleOf(account),
    code: account.code ?? '',
    email: account.email ?? '',
    phone: account.phone ?? '',
    paymentTermsId: account.paymentTerms?.id ?? '',
    ownerId: account.owner?.id ?? '',
    notes: account.notes ?? '',
  };
}

/** The changed fields as the API takes them. Who trades both ways keeps what they mainly are. */
export function detailsToWire(
  { role, name, ...texts }: Partial<DetailsForm>,
  type: Account['type'],
): AccountChange {
  const wire = Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, typedText(value)]));
  return {
    ...wire,
    ...(name !== undefined && { name: name.trim() }),
    ...(role !== undefined && { type: role === 'both' ? type : role, tradesBothWays: role === 'both' }),
  };
}

export const blankContact: ContactForm = { name: '', title: '', email: '', phone: '', isPrimary: false };

export function toContactForm(contact: Contact): ContactForm {
  const { name, title, email, phone, isPrimary } = contact;
  return { name, title: title ?? '', email: email ?? '', phone: phone ?? '', isPrimary };
}

export const blankAddress: AddressForm = {
  kind: 'billing',
  line1: '',
  line2: '',
  city: '',
  state: '',
  postalCode: '',
  country: 'US',
  isPrimary: false,
};

export function toAddressForm(address: Address): AddressForm {
  return {
    kind: address.kind,
    line1: address.line1 ?? '',
    line2: address.line2 ?? '',
    city: address.city ?? '',
    state: address.state ?? '',
    postalCode: address.postalCode ?? '',
    country: address.country,
    isPrimary: address.isPrimary,
  };
}

export function contactToWire(form: ContactForm) {
  return {
    name: form.name.trim(),
    title: typedText(form.title),
    email: typedText(form.email),
    phone: typedText(form.phone),
    isPrimary: form.isPrimary,
  };
}

export function addressToWire(form: AddressForm) {
  return {
    kind: form.kind,
    line1: typedText(form.line1),
    line2: typedText(form.line2),
    city: typedText(form.city),
    state: typedText(form.state),
    postalCode: typedText(form.postalCode),
    country: form.country.trim().toUpperCase() || 'US',
    isPrimary: form.isPrimary,
  };
}

/** The complete list with one contact put in: in the place of the one it was, or at the end. There is one primary. */
export function contactsWith(contacts: readonly Contact[], id: string | undefined, form: ContactForm) {
  const wire = contactToWire(form);
  const others = contacts.map((contact) => (wire.isPrimary ? { ...contact, isPrimary: false } : contact));
  return placed(others, id, wire);
}

/** The complete list with one address put in. There is one primary of each kind. */
export function addressesWith(addresses: readonly Address[], id: string | undefined, form: AddressForm) {
  const wire = addressToWire(form);
  const others = addresses.map((address) =>
    wire.isPrimary && address.kind === wire.kind ? { ...address, isPrimary: false } : address,
  );
  return placed(others, id, wire);
}

function placed<Part extends { id: string }, Wire extends object>(
  parts: readonly Part[],
  id: string | undefined,
  wire: Wire,
): (Part | (Wire & { id?: string }))[] {
  return parts.some((part) => part.id === id)
    ? parts.map((part) => (part.id === id ? { ...wire, id: part.id } : part))
    : [...parts, wire];
}

/** Whether somebody typed into a part that may stay empty. */
export function isTyped<Form extends ContactForm | AddressForm>(form: Form, blank: Form): boolean {
  return JSON.stringify(form) !== JSON.stringify(blank);
}

/** The body of a new account; a contact and an address nobody typed in are left out. */
export function toCreate(
  details: DetailsForm,
  contact: ContactForm,
  address: AddressForm,
  acknowledge: string[],
): AccountCreate {
  const { role, name, ...texts } = details;
  return {
    name: name.trim(),
    type: role === 'both' ? 'seller' : role,
    tradesBothWays: role === 'both',
    code: typedText(texts.code),
    email: typedText(texts.email),
    phone: typedText(texts.phone),
    paymentTermsId: typedText(texts.paymentTermsId),
    ownerId: typedText(texts.ownerId),
    notes: typedText(texts.notes),
    ...(isTyped(contact, blankContact) && { contacts: [{ ...contactToWire(contact), isPrimary: true }] }),
    ...(isTyped(address, blankAddress) && { addresses: [{ ...addressToWire(address), isPrimary: true }] }),
    acknowledge,
  };
}

/** An address in one line, for history and screen readers. */
export function addressLine(address: Partial<Omit<Address, 'id' | 'kind' | 'isPrimary'>>): string {
  const place = [address.state, address.postalCode].filter(Boolean).join(' ');
  return [address.line1, address.line2, address.city, place, address.country === 'US' ? '' : address.country]
    .filter(Boolean)
    .join(', ');
}
