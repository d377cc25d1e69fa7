import { expect, test } from 'vitest';
import { applyEdits, parseEdits } from './edits.ts';

const record = { name: 'Desk', phone: '555', isActive: true };

test('without edits the form shows the record and nothing would be saved', () => {
  expect(applyEdits(record, {})).toEqual({ values: record, changes: {}, theirs: {} });
});

test('an edit is shown and saved; the rest stays', () => {
  expect(applyEdits(record, { name: { base: 'Desk', mine: 'Front desk' } })).toEqual({
    values: { ...record, name: 'Front desk' },
    changes: { name: 'Front desk' },
    theirs: {},
  });
});

test('typing a value back leaves nothing to save', () => {
  expect(applyEdits(record, { name: { base: 'Desk', mine: 'Desk' } }).changes).toEqual({});
});

test('what somebody else saved in another field shows at once', () => {
  const now = { ...record, phone: '777' };
  const { values, theirs } = applyEdits(now, { name: { base: 'Desk', mine: 'Front desk' } });
  expect(values).toEqual({ name: 'Front desk', phone: '777', isActive: true });
  expect(theirs).toEqual({});
});

test('a field both changed to different values is a conflict that keeps mine until decided', () => {
  const now = { ...record, name: 'Back desk' };
  const { values, theirs } = applyEdits(now, { name: { base: 'Desk', mine: 'Front desk' } });
  expect(values.name).toBe('Front desk');
  expect(theirs).toEqual({ name: 'Back desk' });
});

test('a field both changed to the same value is settled', () => {
  const now = { ...record, name: 'Front desk' };
  expect(applyEdits(now, { name: { base: 'Desk', mine: 'Front desk' } })).toEqual({
    values: now,
    changes: {},
    theirs: {},
  });
});

test('kept edits are taken for fields that the record still has, in the types it has them in', () => {
  const record = { name: 'Alder Creek', isActive: true };
  const kept = JSON.parse(
    '{"name":{"base":"Alder","mine":"Older"},"isActive":{"base":"yes","mine":"no"},"gone":{"base":"","mine":"x"}}',
  );
  expect(parseEdits(record, kept)).toEqual({ name: { base: 'Alder', mine: 'Older' } });
  for (const nothing of [null, undefined, 'text', [], {}, { name: 'Older' }]) {
    expect(parseEdits(record, nothing)).toBeUndefined();
  }
});
