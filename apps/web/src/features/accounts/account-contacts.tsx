import { Checkbox, TextInput } from '@mantine/core';
import { accountUpdate } from '@pace/shared/accounts';
import { MailLink, PhoneLink } from './account-details.tsx';
import { blankContact, type ContactForm, contactsWith, toContactForm } from './account-form.ts';
import { AccountParts, type PartKind } from './account-parts-panel.tsx';
import { contactWords } from './account-words.ts';
import type { Account, Contact } from './accounts.queries.ts';

const kind: PartKind<Contact, ContactForm> = {
  noun: 'contact',
  title: 'Contacts',
  path: 'contacts',
  listOf: (account) => account.contacts,
  toForm: toContactForm,
  blank: (account) => ({ ...blankContact, isPrimary: account.contacts.length === 0 }),
  changeWith: (account, id, form) => ({ contacts: contactsWith(account.contacts, id, form) }),
  changeWithout: (account, id) => ({ contacts: account.contacts.filter((contact) => contact.id !== id) }),
  schema: accountUpdate,
  words: contactWords,
  nameOf: (contact) => contact.name,
  describe: (_, value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)),
  empty: 'Nobody yet. Add whom you talk to there.',
  show: (contact) => (
    <>
      <div>
        <strong>{contact.name}</strong>
        {contact.title !== null && <span className="muted"> · {contact.title}</span>}
        {contact.isPrimary && <span className="muted"> · primary</span>}
      </div>
      <div className="account-part-line">
        {contact.phone !== null && <PhoneLink phone={contact.phone} />}
        {contact.email !== null && <MailLink address={contact.email} />}
      </div>
    </>
  ),
  fields: (props) => <ContactFields {...props} />,
};

export function AccountContacts({ account }: { account: Account }) {
  return <AccountParts account={account} kind={kind} />;
}

type FieldsProps = Parameters<typeof kind.fields>[0] & {
  /** The first of a new account is the primary one without being asked. */
  withPrimary?: boolean;
};

export function ContactFields({ form, onChange, errors, withPrimary = true }: FieldsProps) {
  const text = (field: 'name' | 'title' | 'email' | 'phone') => ({
    label: contactWords[field],
    value: form[field],
    error: errors.get(field),
    onChange: (event: { currentTarget: { value: string } }) => onChange(field, event.currentTarget.value),
  });
  return (
    <>
      <TextInput {...text('name')} maxLength={200} data-first-field />
      <TextInput {...text('title')} maxLength={255} />
      <TextInput {...text('email')} type="email" maxLength={255} />
      <TextInput {...text('phone')} type="tel" maxLength={255} />
      {withPrimary && (
        <Checkbox
          label={contactWords.isPrimary}
          checked={form.isPrimary}
          onChange={(event) => onChange('isPrimary', event.currentTarget.checked)}
        />
      )}
    </>
  );
}
