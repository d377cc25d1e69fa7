import './plain-table.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '../lib/session.ts';

/** A number, and behind it the list of orders that adds up to it; only the number for who may not read orders. */
export function OrdersLink({
  filter,
  label,
  children,
}: {
  /** The parameters of the list. */
  filter: Readonly<Record<string, string | undefined>>;
  /** Says which number it is where the place does not: for screen readers. */
  label?: string;
  children: ReactNode;
}) {
  const may = useMay();
  if (!may('orders:view')) return children;
  return (
    <Link className="number-link" to="/orders" search={filter} aria-label={label}>
      {children}
    </Link>
  );
}
