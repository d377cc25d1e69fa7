/** Every screen, with a text that says it is there: for the accessibility check and for the pictures. */
export interface Screen {
  name: string;
  path: (ids: { orderId: string }) => string;
  ready: string | RegExp;
}

export const screens: readonly Screen[] = [
  { name: 'orders', path: () => '/orders', ready: /^[\d,]+ orders?/ },
  { name: 'order', path: ({ orderId }) => `/orders/${orderId}`, ready: 'Confirmed versions' },
  { name: 'order-versions', path: ({ orderId }) => `/orders/${orderId}?tab=versions`, ready: /confirmed/ },
  { name: 'order-edit', path: ({ orderId }) => `/orders/${orderId}/edit`, ready: 'Add a line' },
  { name: 'order-new', path: () => '/orders/new', ready: 'Add a line' },
  { name: 'order-print', path: ({ orderId }) => `/orders/${orderId}/print`, ready: 'Confirmation of sale' },
];
