import { navItems, settingsPlaces } from '../../frame/nav-items.ts';
import { formatMoney } from '../../lib/format.ts';
import { useCurrentPaletteActions } from '../../lib/palette-actions.ts';
import { readRecent } from '../../lib/recent.ts';
import { useMay, useMe } from '../../lib/session.ts';
import { productLabel } from '../../ui/choice-sources.ts';
import { statusWord } from '../../ui/status-chip.tsx';
import type { Found } from './search.queries.ts';

/** One line of the palette. */
export interface PaletteEntry {
  id: string;
  label: string;
  description?: string | undefined;
  run: () => void;
}

export interface PaletteGroup {
  label: string;
  actions: PaletteEntry[];
}

/** Makes the way to an address something to run. */
type Go = (href: string) => () => void;

const creations = [
  {
    id: 'new-order',
    label: 'New order',
    description: 'N in the list of orders',
    to: '/orders/new',
    needs: 'orders:create',
  },
  {
    id: 'new-account',
    label: 'New account',
    description: 'N in the list of accounts',
    to: '/accounts/new',
    needs: 'accounts:create',
  },
  {
    id: 'new-product',
    label: 'New product',
    description: 'N in the list of products',
    to: '/products/new',
    needs: 'products:create',
  },
  {
    id: 'new-person',
    label: 'New person',
    description: 'N in the list of people',
    to: '/users/new',
    needs: 'users:create',
  },
  {
    id: 'new-role',
    label: 'New role',
    description: 'N in the list of roles',
    to: '/roles/new',
    needs: 'users:create',
  },
] as const;

/** The navigation, and below it the screens of the settings by their full names. */
const places = [
  ...navItems,
  ...settingsPlaces.map((place) => ({ ...place, label: `Settings: ${place.label}` })),
];

/** What needs no server: actions on the record, new records, places, and what was open last. */
export function useOwnGroups(query: string, go: Go): PaletteGroup[] {
  const me = useMe();
  const may = useMay();
  const onRecord = useCurrentPaletteActions();
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (label: string) => {
    const parts = label.toLowerCase().split(/\s+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };

  const groups: PaletteGroup[] = [
    {
      label: 'This record',
      actions: onRecord.map(({ id, label, run }) => ({ id, label, run: run })),
    },
    {
      label: 'Create',
      actions: creations
        .filter(({ needs }) => may(needs))
        .map(({ id, label, description, to }) => ({ id, label, description, run: go(to) })),
    },
    {
      label: 'Go to',
      actions: places
        .filter(({ needs }) => needs === undefined || may(needs))
        .map(({ label, to }) => ({ id: `go-${to}`, label, run: go(to) })),
    },
    {
      label: 'Recent',
      actions: readRecent(me.id).map(({ href, label, hint }) => ({
        id: `recent-${href}`,
        label,
        description: hint,
        run: go(href),
      })),
    },
  ];
  return groups
    .map((group) => ({ ...group, actions: group.actions.filter(({ label }) => fits(label ?? '')) }))
    .filter(({ actions }) => actions.length > 0);
}

/** What the server found, kind by kind. */
export function foundGroups(found: Found, go: Go): PaletteGroup[] {
  const groups: PaletteGroup[] = [
    {
      label: 'Orders',
      actions: found.orders.map((order) => ({
        id: order.id,
        label: `${order.orderNo} · ${order.isCancelled ? 'Cancelled' : statusWord(order.status)}`,
        description: [
          [order.seller?.name, order.buyer?.name].filter(Boolean).join(' → '),
          formatMoney(order.totalAmount),
        ]
          .filter(Boolean)
          .join(' · '),
        run: go(`/orders/${order.id}`),
      })),
    },
    {
      label: 'Accounts',
      actions: found.accounts.map((account) => ({
        id: account.id,
        label: account.name,
        description: [account.city, account.code, !account.isActive && 'inactive']
          .filter(Boolean)
          .join(' · '),
        run: go(`/accounts/${account.id}`),
      })),
    },
    {
      label: 'Products',
      actions: found.products.map((product) => ({
        id: product.id,
        label: productLabel(product),
        description: [product.code, !product.isActive && 'inactive'].filter(Boolean).join(' · '),
        run: go(`/products/${product.id}`),
      })),
    },
    {
      label: 'People',
      actions: found.people.map((person) => ({
        id: person.id,
        label: person.name,
        description: person.email,
        run: go(`/users/${person.id}`),
      })),
    },
  ];
  return groups.filter(({ actions }) => actions.length > 0);
}
