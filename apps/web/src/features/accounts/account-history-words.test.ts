import { expect, test } from 'vitest';
import { describeAccountChange, unfoldParts } from './account-history-words.ts';

const ann = { id: '1', name: 'Ann', title: 'Sales', email: 'ann@example.com', phone: '1', isPrimary: true };
const bob = { id: '2', name: 'Bob', title: null, email: null, phone: null, isPrimary: false };

test('of a list of contacts the history tells what changed in which', () => {
  const changes = unfoldParts({
    name: { from: 'A', to: 'B' },
    contacts: { from: [ann, bob], to: [{ ...ann, phone: '2' }, bob] },
  });
  expect(changes).toEqual({ name: { from: 'A', to: 'B' }, 'Contact Ann, phone': { from: '1', to: '2' } });
});

test('who is new and who is gone is told with what was known of them', () => {
  const changes = unfoldParts({ contacts: { from: [ann], to: [bob] } });
  expect(changes).toEqual({
    'Contact Bob': { from: null, to: 'added' },
    'Contact Ann': { from: 'Sales, ann@example.com, 1', to: null },
  });
});

test('an account that was created with parts has them all as new', () => {
  const address = { kind: 'billing', line1: '1 Mill St', city: 'Chico', country: 'US' };
  expect(unfoldParts({ addresses: { from: null, to: [address] } })).toEqual({
    'Billing address in Chico': { from: null, to: '1 Mill St, Chico' },
  });
});

test.each([
  ['owner', { id: '1', name: 'Ann' }, { label: 'Owner', value: 'Ann' }],
  ['tradesBothWays', true, { label: 'Trades both ways', value: 'yes' }],
  ['type', 'buyer', { label: 'Mainly', value: 'Buyer' }],
  ['notes', null, { label: 'Notes', value: '' }],
  ['ownerId', '1', null],
  ['Contact Ann, phone', '2', { label: 'Contact Ann, phone', value: '2' }],
] as const)('%s is said in words', (field, value, said) => {
  expect(describeAccountChange(field, value)).toEqual(said);
});
