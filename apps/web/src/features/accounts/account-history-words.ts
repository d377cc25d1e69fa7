import type { Activity } from '../../ui/timeline.tsx';
import { addressLine, roleOf } from './account-form.ts';
import { addressWords, contactWords, detailWords, kindWords, roleWords } from './account-words.ts';
import type { Address } from './accounts.queries.ts';

type Changes = Activity['changes'];
type Part = Readonly<Record<string, unknown>>;

/**
 * The history keeps contacts and addresses as complete lists; a person wants to read which one changed in what. One
 * change of a list becomes one change per part that was added, removed, or differs in a field.
 */
export function unfoldParts(changes: Changes): Changes {
  const unfolded: Changes = {};
  for (const [field, change] of Object.entries(changes)) {
    if (field === 'contacts') Object.assign(unfolded, unfold(change, contactName, contactWords));
    else if (field === 'addresses') Object.assign(unfolded, unfold(change, addressName, addressWords));
    else unfolded[field] = change;
  }
  return unfolded;
}

function unfold(
  { from, to }: { from?: unknown; to?: unknown },
  nameOf: (part: Part) => string,
  words: Readonly<Record<string, string>>,
): Changes {
  const [before, after] = [partsOf(from), partsOf(to)];
  const changes: Changes = {};
  for (const part of after) {
    const was = before.find(({ id }) => id !== undefined && id === part['id']);
    if (was === undefined) changes[nameOf(part)] = { from: null, to: describePart(part) };
    else {
      for (const [field, label] of Object.entries(words)) {
        const [old, now] = [was[field] ?? null, part[field] ?? null];
        if (old !== now) changes[`${nameOf(part)}, ${label.toLowerCase()}`] = { from: old, to: now };
      }
    }
  }
  for (const part of before) {
    if (after.some(({ id }) => id === part['id'])) continue;
    changes[nameOf(part)] = { from: describePart(part), to: null };
  }
  return changes;
}

function partsOf(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter((part) => typeof part === 'object' && part !== null) : [];
}

const contactName = (part: Part) => `Contact ${part['name']}`;

function addressName(part: Part): string {
  const kind = kindWords[part['kind'] as Address['kind']] ?? part['kind']; // The history keeps what the API took.
  return `${kind} address${part['city'] ? ` in ${part['city']}` : ''}`;
}

function describePart(part: Part): string {
  const address = addressLine(part);
  return address !== '' || part['kind'] !== undefined
    ? address
    : [part['title'], part['email'], part['phone']].filter(Boolean).join(', ') || 'added';
}

const more: Readonly<Record<string, string>> = {
  isActive: 'Active',
  type: 'Mainly',
  tradesBothWays: 'Trades both ways',
  paymentTerms: 'Payment terms',
  owner: 'Owner',
  qboCustomerId: 'QuickBooks customer',
};

/** Ids say nothing to a person; the same change has the name beside it. The city is that of an address. */
const unsaid = new Set(['paymentTermsId', 'ownerId', 'isSeller', 'isBuyer', 'city', 'id', 'createdAt']);

/** A change of an account's history in the words of these screens. */
export function describeAccountChange(
  field: string,
  value: unknown,
): { label: string; value: string } | null {
  if (unsaid.has(field)) return null;
  const words: Readonly<Record<string, string>> = { ...detailWords, ...more };
  return { label: words[field] ?? field, value: describe(field, value) };
}

function describe(field: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return 'name' in value ? String(value.name) : '';
  if (field === 'type') return value === 'seller' || value === 'buyer' ? roleWords[value] : String(value);
  return String(value);
}

/** What an account trades as, in words. */
export function roleWord(account: Parameters<typeof roleOf>[0]): string {
  return roleWords[roleOf(account)];
}
