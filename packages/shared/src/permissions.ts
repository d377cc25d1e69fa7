/** Ten modules × five actions: every route names one of these fifty rights. */
export const modules = [
  'dashboard',
  'accounts',
  'orders',
  'products',
  'invoices',
  'contracts',
  'email',
  'reports',
  'users',
  'settings',
] as const;
export type Module = (typeof modules)[number];

export const actions = ['view', 'create', 'edit', 'delete', 'export'] as const;
export type Action = (typeof actions)[number];

export type Permission = `${Module}:${Action}`;

export const permissions: readonly Permission[] = modules.flatMap((module) =>
  actions.map((action) => `${module}:${action}` as const),
);

const all = (...of: Module[]): Permission[] =>
  of.flatMap((module) => actions.map((action) => `${module}:${action}` as const));

interface SystemRole {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

/** The four roles every installation starts with; their rights may be changed, their names may not. */
export const systemRoles: readonly SystemRole[] = [
  {
    name: 'Admin',
    description: 'Everything, including people, roles and settings',
    permissions,
  },
  {
    name: 'Sales',
    description: 'Accounts, products, orders and e-mail; reads and exports reports',
    permissions: [
      ...all('dashboard', 'accounts', 'orders', 'products', 'email'),
      'reports:view',
      'reports:export',
    ],
  },
  {
    name: 'BackOffice',
    description: 'Orders, contracts and the papers; posts to QuickBooks',
    permissions: [
      ...all('dashboard', 'accounts', 'orders', 'products', 'contracts', 'email'),
      'invoices:view',
      'invoices:create',
      'invoices:edit',
    ],
  },
  {
    name: 'Accountant',
    description: 'Invoices and reports; reads accounts and orders',
    permissions: [
      'dashboard:view',
      'invoices:view',
      'invoices:create',
      'invoices:edit',
      'invoices:export',
      'reports:view',
      'reports:export',
      'accounts:view',
      'orders:view',
    ],
  },
];
