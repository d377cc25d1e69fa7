import type { Permission } from '@pace/shared/permissions';
import type { LinkProps } from '@tanstack/react-router';
import { type LucideIcon, ReceiptText, Settings, ShieldCheck, UsersRound } from 'lucide-react';

export interface NavItem {
  label: string;
  to: NonNullable<LinkProps['to']>;
  icon: LucideIcon;
  /** Who sees it; absent for everybody. */
  needs?: Permission;
  /** Only the address itself is this place, not everything below it. */
  exact?: boolean;
}

/** The places of the application, in the order of a day's work. */
export const navItems: readonly NavItem[] = [
  { label: 'Orders', to: '/orders', icon: ReceiptText, needs: 'orders:view' },
  { label: 'People', to: '/users', icon: UsersRound, needs: 'users:view' },
  { label: 'Roles', to: '/roles', icon: ShieldCheck, needs: 'users:view' },
  { label: 'Settings', to: '/settings', icon: Settings },
];
