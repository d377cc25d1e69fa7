import { type Client, must } from './book.ts';

/** Records to show. */
export interface Ids {
  orderId: string;
  accountId: string;
  productId: string;
  userId: string;
  roleId: string;
}

export const noIds: Ids = { orderId: '', accountId: '', productId: '', userId: '', roleId: '' };

/** The first person, and a role one may change. */
export async function someoneAndRole(client: Client): Promise<Pick<Ids, 'userId' | 'roleId'>> {
  const users = await must(client.GET('/api/users'));
  const roles = await must(client.GET('/api/roles'));
  return {
    userId: users.items[0]?.id ?? '',
    roleId: roles.items.find(({ name }) => name === 'Sales')?.id ?? '',
  };
}

/** A screen, with a text that says it is there: for the accessibility check and for the pictures. */
export interface Screen {
  name: string;
  path: (ids: Ids) => string;
  ready: string | RegExp;
}

/** What somebody sees who is not signed in. */
export const doors: readonly Screen[] = [
  { name: 'sign-in', path: () => '/sign-in', ready: 'New here?' },
  { name: 'choose-password', path: () => '/set-up#code=as-it-was-given', ready: 'Choose this password' },
];

/** Every screen behind the sign-in. */
export const screens: readonly Screen[] = [
  { name: 'dashboard', path: () => '/', ready: 'Top products' },
  { name: 'orders', path: () => '/orders', ready: /^[\d,]+ orders?/ },
  { name: 'order', path: ({ orderId }) => `/orders/${orderId}`, ready: 'Confirmed versions' },
  { name: 'order-versions', path: ({ orderId }) => `/orders/${orderId}?tab=versions`, ready: /confirmed/ },
  { name: 'order-edit', path: ({ orderId }) => `/orders/${orderId}/edit`, ready: 'Add a line' },
  { name: 'order-new', path: () => '/orders/new', ready: 'Add a line' },
  { name: 'users', path: () => '/users', ready: 'Active' },
  { name: 'user', path: ({ userId }) => `/users/${userId}`, ready: 'Sign-in' },
  { name: 'user-new', path: () => '/users/new', ready: 'Orders, contracts and the papers' },
  { name: 'roles', path: () => '/roles', ready: /^\d+ roles/ },
  { name: 'role', path: ({ roleId }) => `/roles/${roleId}`, ready: 'Who holds it' },
  { name: 'role-new', path: () => '/roles/new', ready: 'Create role' },
  { name: 'company', path: () => '/settings/company', ready: 'Time zone' },
  {
    name: 'payment-terms',
    path: () => '/settings/payment-terms',
    ready: /Due after|There are no payment terms/,
  },
  { name: 'profile', path: () => '/settings/profile', ready: 'Change password' },
  { name: 'sessions', path: () => '/settings/sessions', ready: 'This one' },
  { name: 'order-print', path: ({ orderId }) => `/orders/${orderId}/print`, ready: 'Confirmation of sale' },
  { name: 'accounts', path: () => '/accounts', ready: /^[\d,]+ accounts?/ },
  { name: 'account', path: ({ accountId }) => `/accounts/${accountId}`, ready: /agreed orders?/ },
  { name: 'account-new', path: () => '/accounts/new', ready: 'Whom we talk to' },
  { name: 'products', path: () => '/products', ready: /^[\d,]+ products?/ },
  { name: 'product', path: ({ productId }) => `/products/${productId}`, ready: 'Who buys it' },
  { name: 'product-new', path: () => '/products/new', ready: 'Create product' },
  { name: 'nothing-here', path: () => '/orders/what-is-this', ready: 'There is nothing at this address.' },
];
