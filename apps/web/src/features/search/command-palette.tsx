import '@mantine/spotlight/styles.css';
import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { navItems } from '../../frame/nav-items.ts';
import { formatMoney } from '../../lib/format.ts';
import { useCurrentPaletteActions } from '../../lib/palette-actions.ts';
import { readRecent } from '../../lib/recent.ts';
import { useMay, useMe } from '../../lib/session.ts';
import { productLabel } from '../../ui/choice-sources.ts';
import { statusWord } from '../../ui/status-chip.tsx';
import { type Found, searchQuery } from './search.queries.ts';

const pauseMs = 120;

/** Go to, create, recent, and what can be done to the record on screen. `wanted` counts how often it was asked for. */
export function CommandPalette({ wanted }: { wanted: number }) {
  const [query, setQuery] = useState('');
  const settled = useSettled(query.trim());
  const found = useQuery(searchQuery(settled));
  const own = useOwnActions(query);
  const go = useGo();

  const seen = useRef(0);
  useEffect(() => {
    if (seen.current === wanted) return;
    seen.current = wanted;
    spotlight.toggle();
  }, [wanted]);

  const results = query.trim() === '' || found.data === undefined ? [] : toGroups(found.data, go);
  const isLooking = query.trim() !== '' && (settled !== query.trim() || found.isFetching);
  // Enter takes the first, also when the answer to what was typed is still on its way.
  const isOwed = useRef(false);
  useEffect(() => {
    if (isLooking || !isOwed.current) return;
    isOwed.current = false;
    document.querySelector<HTMLElement>('[data-action]')?.click();
  }, [isLooking]);
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    isOwed.current = false;
    if (event.key !== 'Enter' || document.querySelector('[data-action][data-selected]') !== null) return;
    if (isLooking) isOwed.current = true;
    else document.querySelector<HTMLElement>('[data-action]')?.click();
  }

  return (
    <Spotlight
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      actions={[...results, ...own]}
      // The server has searched, and the own actions are filtered below: by the beginnings of words.
      filter={(_, actions) => actions}
      nothingFound={isLooking ? 'Looking …' : found.error ? 'The search does not answer.' : 'Nothing fits.'}
      scrollable
      maxHeight="min(28rem, 70vh)"
      size="lg"
      // Names the dialog for screen readers; for everybody else the field says it.
      title="Search and commands"
      styles={{
        header: { position: 'absolute', width: 1, height: 1, minHeight: 0, padding: 0, overflow: 'hidden' },
      }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      searchProps={{
        placeholder: 'Order, account, product, person or command',
        'aria-label': 'Search and commands',
        onKeyDown,
      }}
    />
  );
}

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
] as const;

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), pauseMs);
    return () => window.clearTimeout(timer);
  }, [value]);
  return value === '' ? '' : settled;
}

function useGo(): (href: string) => () => void {
  const router = useRouter();
  return (href) => () => router.history.push(href);
}

/** What needs no server: actions on the record, new records, places, and what was open last. */
function useOwnActions(query: string): SpotlightActionGroupData[] {
  const me = useMe();
  const may = useMay();
  const go = useGo();
  const onRecord = useCurrentPaletteActions();
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (label: string) => {
    const parts = label.toLowerCase().split(/\s+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };

  const groups: SpotlightActionGroupData[] = [
    {
      group: 'This record',
      actions: onRecord.map(({ id, label, run }) => ({ id, label, onClick: run })),
    },
    {
      group: 'Create',
      actions: creations
        .filter(({ needs }) => may(needs))
        .map(({ id, label, description, to }) => ({ id, label, description, onClick: go(to) })),
    },
    {
      group: 'Go to',
      actions: navItems
        .filter(({ needs }) => needs === undefined || may(needs))
        .map(({ label, to }) => ({ id: `go-${to}`, label, onClick: go(to) })),
    },
    {
      group: 'Recent',
      actions: readRecent(me.id).map(({ href, label, hint }) => ({
        id: `recent-${href}`,
        label,
        description: hint,
        onClick: go(href),
      })),
    },
  ];
  return groups
    .map((group) => ({ ...group, actions: group.actions.filter(({ label }) => fits(label ?? '')) }))
    .filter(({ actions }) => actions.length > 0);
}

function toGroups(found: Found, go: (href: string) => () => void): SpotlightActionGroupData[] {
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Orders',
      actions: found.orders.map((order) => ({
        id: order.id,
        label: `${order.orderNo} · ${order.isCancelled ? 'Cancelled' : statusWord(order.status)}`,
        description: [
          [order.seller?.name, order.buyer?.name].filter(Boolean).join(' → '),
          formatMoney(order.totalAmount),
        ]
          .filter(Boolean)
          .join(' · '),
        onClick: go(`/orders/${order.id}`),
      })),
    },
    {
      group: 'Accounts',
      actions: found.accounts.map((account) => ({
        id: account.id,
        label: account.name,
        description: [account.city, account.code, !account.isActive && 'inactive']
          .filter(Boolean)
          .join(' · '),
        onClick: go(`/accounts/${account.id}`),
      })),
    },
    {
      group: 'Products',
      actions: found.products.map((product) => ({
        id: product.id,
        label: productLabel(product),
        description: [product.code, !product.isActive && 'inactive'].filter(Boolean).join(' · '),
        onClick: go(`/products/${product.id}`),
      })),
    },
    {
      group: 'People',
      actions: found.people.map((person) => ({
        id: person.id,
        label: person.name,
        description: person.email,
        onClick: go(`/users/${person.id}`),
      })),
    },
  ];
  return groups.filter(({ actions }) => actions.length > 0);
}
