import type { Schemas } from '@pace/api-client';
import { answer, api } from '../lib/api.ts';
import { formatAmount } from '../lib/format.ts';
import type { Choice, ChoiceSource } from './typeahead-source.ts';

/** A catalogue of at most this many is kept whole in the browser. */
const limit = 200;

export type AccountChoice = Choice;

/** Active accounts that may stand on an order in this role. */
export function accountSource(role: 'seller' | 'buyer'): ChoiceSource<AccountChoice> {
  return {
    key: ['accounts', 'picker', role],
    fetch: async (q, signal) => {
      const query = { role, isActive: 'true', limit, ...(q !== '' && { q }) } as const;
      const page = await answer(api.GET('/api/accounts', { params: { query }, signal }));
      return { items: page.items.map(toAccountChoice), isComplete: page.nextCursor === null };
    },
  };
}

function toAccountChoice({ id, name, code, city }: Schemas['AccountSummary']): AccountChoice {
  return { id, label: name, hint: city ?? undefined, keywords: code ?? undefined };
}

export interface ProductChoice extends Choice {
  packSize: string | null;
  packUnit: 'lb' | 'kg' | null;
}

export const productSource: ChoiceSource<ProductChoice> = {
  key: ['products', 'picker'],
  fetch: async (q, signal) => {
    const query = { isActive: 'true', limit, ...(q !== '' && { q }) } as const;
    const page = await answer(api.GET('/api/products', { params: { query }, signal }));
    return { items: page.items.map(toProductChoice), isComplete: page.nextCursor === null };
  },
};

/** `Almonds Nonpareil Extra No. 1`: commodity, variety and grade as brokers say them. */
export function productLabel(product: {
  name: string;
  variety: string | null;
  grade: string | null;
}): string {
  return [product.name, product.variety, product.grade].filter(Boolean).join(' ');
}

export function toProductChoice(product: Schemas['Product']): ProductChoice {
  return {
    id: product.id,
    label: productLabel(product),
    hint: productHint(product),
    keywords: product.code ?? undefined,
    packSize: product.packSize,
    packUnit: product.packUnit,
  };
}

/** `25 lb · usually 4.10 / lb`: a reminder while somebody talks about the price. */
function productHint({ packSize, packUnit, price, unit }: Schemas['Product']): string | undefined {
  const pack = packSize && packUnit ? `${packSize} ${packUnit}` : '';
  const usual = price === null ? '' : `usually ${[formatAmount(price), unit].filter(Boolean).join(' / ')}`;
  return [pack, usual].filter(Boolean).join(' · ') || undefined;
}

/** Everybody at the brokerage, found by name. */
export const peopleSource: ChoiceSource<Choice> = {
  key: ['users', 'picker'],
  fetch: async (_, signal) => {
    const { items } = await answer(api.GET('/api/users/names', { signal }));
    return { items: items.map(({ id, name }) => ({ id, label: name })), isComplete: true };
  },
};
