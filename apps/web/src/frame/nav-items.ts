import type { Permission } from '@pace/shared/permissions';
import type { LinkProps } from '@tanstack/react-router';
import {
  Gauge,
  Handshake,
  type LucideIcon,
  Package,
  ReceiptText,
  Settings,
  ShieldCheck,
  UsersRound,
} from 'lucide-react';

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
  { label: 'Dashboard', to: '/', icon: Gauge, needs: 'dashboard:view', exact: true },
  { label: 'Orders', to: '/orders', icon: ReceiptText, needs: 'orders:view' },
  { label: 'Accounts', to: '/accounts', icon: Handshake, needs: 'accounts:view' },
  { label: 'Products', to: '/products', icon: Package, needs: 'products:view' },
  { label: 'People', to: '/users', icon: UsersRound, needs: 'users:view' },
  { label: 'Roles', to: '/roles', icon: ShieldCheck, needs: 'users:view' },
  { label: 'Settings', to: '/settings', icon: Settings },
];

/** The screens of the settings: the company's for those who may see them, and everybody's own. */
export const settingsPlaces: readonly Pick<NavItem, 'label' | 'to' | 'needs'>[] = [
  { label: 'Company', to: '/settings/company', needs: 'settings:view' },
  { label: 'Payment terms', to: '/settings/payment-terms', needs: 'settings:view' },
  { label: 'Profile', to: '/settings/profile' },
  { label: 'Sessions', to: '/settings/sessions' },
];
