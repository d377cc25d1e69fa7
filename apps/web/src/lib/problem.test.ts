import { expect, test } from 'vitest';
import { ApiProblem, describeError, describeRefusal, fieldSentences } from './problem.ts';

const incomplete = [
  { path: 'buyerId', message: 'must be chosen' },
  ...[0, 1, 2, 3].map((line) => ({ path: `lines.${line}.price`, message: 'must be agreed' })),
];

test('a problem is told with its fields in the words of the screens, the first of many', () => {
  const error = new ApiProblem(422, { title: 'Not complete.', errors: incomplete });

  expect(describeError(error)).toBe(
    'Not complete. Buyer must be chosen. Line 1: price must be agreed. Line 2: price must be agreed. Line 3: price must be agreed. And 1 more.',
  );
});

test('what a screen marks beside its field is not listed again, nor is a sentence that was said', () => {
  const error = new ApiProblem(409, {
    title: 'Other payment terms already have this name.',
    errors: [
      { path: 'name', message: 'Other payment terms already have this name.' },
      { path: 'days', message: 'must be a whole number' },
      { path: 'note', message: 'must be text' },
    ],
  });

  expect(fieldSentences(error, (path) => path === 'note')).toEqual(['Days must be a whole number.']);
});

test('why a record stayed as it was names its fields as well', () => {
  const refusal = { code: 'order.not_ready', detail: 'Not complete.', errors: incomplete.slice(0, 2) };

  expect(describeRefusal(refusal)).toBe('Not complete. Buyer must be chosen. Line 1: price must be agreed.');
  expect(describeRefusal({ code: 'record.stale', detail: 'Changed.' })).toBe('Changed.');
});
