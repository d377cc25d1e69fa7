import { accountCreate, accountUpdate } from '@pace/shared/accounts';
import { expect, test } from 'vitest';
import {
  addressesWith,
  addressLine,
  blankAddress,
  blankContact,
  contactsWith,
  type DetailsForm,
  detailsToWire,
  toCreate,
} from './account-form.ts';

const details: DetailsForm = {
  name: ' Alder Creek ',
  role: 'both',
  code: '',
  email: '',
  phone: ' 555 0100 ',
  paymentTermsId: '',
  ownerId: '',
  notes: '',
};
const ids = ['0194f000-0000-7000-8000-000000000001', '0194f000-0000-7000-8000-000000000002'] as const;
const ann = { id: ids[0], name: 'Ann', title: null, email: null, phone: '1', isPrimary: true };
const bob = { id: ids[1], name: 'Bob', title: null, email: null, phone: null, isPrimary: false };
const office = { ...blankAddress, id: ids[0], kind: 'billing' as const, city: 'Chico', isPrimary: true };
const shed = { ...blankAddress, id: ids[1], kind: 'warehouse' as const, city: 'Fresno', isPrimary: true };

test('a new account says only what was typed, and the API takes it', () => {
  const body = toCreate(details, blankContact, blankAddress, []);
  expect(body).toMatchObject({
    name: 'Alder Creek',
    type: 'seller',
    tradesBothWays: true,
    phone: '555 0100',
  });
  expect(body).not.toHaveProperty('contacts');
  expect(body).not.toHaveProperty('addresses');
  expect(accountCreate.safeParse(body).success).toBe(true);
});

test('the first contact and address of a new account are the primary ones', () => {
  const contact = { ...blankContact, name: 'Ann' };
  const body = toCreate(details, contact, { ...blankAddress, city: 'Chico', country: 'us' }, ['x']);
  expect(body.contacts).toMatchObject([{ name: 'Ann', email: null, isPrimary: true }]);
  expect(body.addresses).toMatchObject([{ city: 'Chico', country: 'US', isPrimary: true }]);
  expect(body.acknowledge).toEqual(['x']);
});

test('only changed fields are sent, and empty ones are cleared', () => {
  expect(detailsToWire({ phone: ' ', name: 'Alder' }, 'seller')).toEqual({ name: 'Alder', phone: null });
});

test.each([
  ['both', 'buyer', { type: 'buyer', tradesBothWays: true }],
  ['both', 'seller', { type: 'seller', tradesBothWays: true }],
  ['seller', 'buyer', { type: 'seller', tradesBothWays: false }],
] as const)('trading as %s while mainly a %s', (role, type, wire) => {
  expect(detailsToWire({ role }, type)).toEqual(wire);
});

test('a contact is changed in its place, and the others stay as they are', () => {
  const list = contactsWith([ann, bob], bob.id, { ...blankContact, name: 'Bob', phone: '2' });
  expect(list).toEqual([
    ann,
    { id: bob.id, name: 'Bob', title: null, email: null, phone: '2', isPrimary: false },
  ]);
  expect(accountUpdate.safeParse({ contacts: list }).success).toBe(true);
});

test('there is one primary contact', () => {
  const list = contactsWith([ann, bob], undefined, { ...blankContact, name: 'Cem', isPrimary: true });
  expect(list.map(({ name, isPrimary }) => [name, isPrimary])).toEqual([
    ['Ann', false],
    ['Bob', false],
    ['Cem', true],
  ]);
});

test('there is one primary address of each kind', () => {
  const next = { ...blankAddress, kind: 'billing' as const, city: 'Boise', isPrimary: true };
  const list = addressesWith([office, shed], undefined, next);
  expect(list.map(({ city, isPrimary }) => [city, isPrimary])).toEqual([
    ['Chico', false],
    ['Fresno', true],
    ['Boise', true],
  ]);
});

test('a part that somebody removed meanwhile is written anew, without the id it had', () => {
  const list = contactsWith([ann], bob.id, { ...blankContact, name: 'Bob' });
  expect(list[1]).not.toHaveProperty('id');
});

test('an address reads as on a letter', () => {
  const address = { line1: '1 Mill St', line2: null, city: 'Chico', state: 'CA', postalCode: '95926' };
  expect(addressLine({ ...address, country: 'US' })).toBe('1 Mill St, Chico, CA 95926');
  expect(addressLine({ city: 'Lyon', country: 'FR' })).toBe('Lyon, FR');
});
