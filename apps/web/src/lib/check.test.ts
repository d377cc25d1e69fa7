import { accountCreate } from '@pace/shared/accounts';
import { expect, test } from 'vitest';
import { findIssues, typedText } from './check.ts';

test('what the API would refuse is found under the path it would name', () => {
  const contacts = [{ name: 'Ann' }, { name: '', email: 'ann' }];
  const issues = findIssues(accountCreate, { name: ' ', type: 'seller', contacts });
  expect([...issues]).toEqual([
    ['name', 'must not be empty'],
    ['contacts.1.name', 'must not be empty'],
    ['contacts.1.email', 'must be an e-mail address such as ann@example.com'],
  ]);
});

test('nothing is found in what the API takes', () => {
  expect(findIssues(accountCreate, { name: 'Alder Creek', type: 'seller' }).size).toBe(0);
});

test('blanks around a text are not part of it, and blanks alone are nothing', () => {
  expect(typedText('  Chico ')).toBe('Chico');
  expect(typedText('   ')).toBeNull();
});
