import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from '../../lib/search-params.ts';
import {
  effectiveSort,
  exportAddress,
  isFiltered,
  readOrderSearch,
  statusesOf,
  statusParam,
} from './order-filters.ts';

test('an address and its filter are the same, there and back', () => {
  const address =
    '?status=draft,confirmed&mine=true&amountMin=100.50&orderDateFrom=2026-11-01&sort=-totalAmount';
  const search = readOrderSearch(parseSearch(address));
  expect(search).toEqual({
    status: 'draft,confirmed',
    mine: 'true',
    amountMin: '100.50',
    orderDateFrom: '2026-11-01',
    sort: '-totalAmount',
  });
  expect(parseSearch(stringifySearch(search))).toEqual(parseSearch(address));
});

test('what the API would refuse never reaches it', () => {
  expect(
    readOrderSearch({
      status: 'draft,lost',
      mine: 'perhaps',
      amountMin: '1e3',
      orderDateFrom: '2026-02-31',
      sellerId: 'nobody',
      sort: 'orderNo',
      unknown: 'x',
      q: 5,
    }),
  ).toEqual({});
});

test('text with signs of the address stays text', () => {
  const search = { q: 'Smith & Sons, 100%?' };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

test('no status and every status are the same list', () => {
  expect(statusParam([])).toBeUndefined();
  expect(statusParam(['paid', 'draft', 'posted_to_qb', 'confirmed'])).toBeUndefined();
  expect(statusParam(['paid', 'draft'])).toBe('draft,paid');
  expect(statusesOf({ status: 'paid,draft' })).toEqual(['draft', 'paid']);
});

test('a list of a period is read by its dates', () => {
  expect(effectiveSort({})).toBe('-createdAt');
  expect(effectiveSort({ orderDateTo: '2026-11-01' })).toBe('-orderDate');
  expect(effectiveSort({ orderDateTo: '2026-11-01', sort: 'totalAmount' })).toBe('totalAmount');
});

test('a sort is no filter, and a file has the filter alone', () => {
  expect(isFiltered({ sort: 'totalAmount' })).toBe(false);
  expect(isFiltered({ mine: 'true' })).toBe(true);
  expect(exportAddress({ q: 'a b', mine: 'true', status: undefined })).toBe(
    '/api/orders/export.csv?q=a+b&mine=true',
  );
});
