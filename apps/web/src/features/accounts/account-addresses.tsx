import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { accountUpdate, addressKinds } from '@pace/shared/accounts';
import { type AddressForm, addressesWith, addressLine, blankAddress, toAddressForm } from './account-form.ts';
import { AccountParts, type PartKind } from './account-parts-panel.tsx';
import { addressWords, kindWords } from './account-words.ts';
import type { Account, Address } from './accounts.queries.ts';

const kind: PartKind<Address, AddressForm> = {
  noun: 'address',
  title: 'Addresses',
  path: 'addresses',
  listOf: (account) => account.addresses,
  toForm: toAddressForm,
  blank: ({ addresses }) => {
    const free = addressKinds.find((one) => !addresses.some((address) => address.kind === one)) ?? 'shipping';
    return { ...blankAddress, kind: free, isPrimary: !addresses.some((address) => address.kind === free) };
  },
  changeWith: (account, id, form) => ({ addresses: addressesWith(account.addresses, id, form) }),
  changeWithout: (account, id) => ({ addresses: account.addresses.filter((address) => address.id !== id) }),
  schema: accountUpdate,
  words: addressWords,
  nameOf: (address) => `${kindWords[address.kind].toLowerCase()} address`,
  describe(field, value) {
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    return field === 'kind' ? (kindWords[value as Address['kind']] ?? '') : String(value); // The field's own values.
  },
  empty: 'None yet. Orders ship from and to somewhere.',
  show: (address) => (
    <>
      <div>
        <strong>{kindWords[address.kind]}</strong>
        {address.isPrimary && <span className="muted"> · primary</span>}
      </div>
      <div>{addressLine(address)}</div>
    </>
  ),
  fields: (props) => <AddressFields {...props} />,
};

export function AccountAddresses({ account }: { account: Account }) {
  return <AccountParts account={account} kind={kind} />;
}

type FieldsProps = Parameters<typeof kind.fields>[0] & {
  /** The first of a new account is the primary one without being asked. */
  withPrimary?: boolean;
};

export function AddressFields({ form, onChange, errors, withPrimary = true }: FieldsProps) {
  const text = (field: Exclude<keyof AddressForm, 'kind' | 'isPrimary'>) => ({
    label: addressWords[field],
    value: form[field],
    error: errors.get(field),
    maxLength: 255,
    onChange: (event: { currentTarget: { value: string } }) => onChange(field, event.currentTarget.value),
  });
  return (
    <>
      <NativeSelect
        label={addressWords.kind}
        value={form.kind}
        error={errors.get('kind')}
        data-first-field
        data={addressKinds.map((value) => ({ value, label: kindWords[value] }))}
        // The choices above are the kinds.
        onChange={(event) => onChange('kind', event.currentTarget.value as AddressForm['kind'])}
      />
      <TextInput {...text('line1')} />
      <TextInput {...text('line2')} />
      <TextInput {...text('city')} />
      <TextInput {...text('state')} />
      <TextInput {...text('postalCode')} />
      <TextInput {...text('country')} description="Two letters, such as US" maxLength={2} />
      {withPrimary && (
        <Checkbox
          label={addressWords.isPrimary}
          checked={form.isPrimary}
          onChange={(event) => onChange('isPrimary', event.currentTarget.checked)}
        />
      )}
    </>
  );
}
