import { type Action, actions, type Module, modules, type Permission } from '@pace/shared/permissions';

/** What the modules are called on screen, and what else their rights open. */
export const moduleWords: Readonly<Record<Module, { label: string; hint?: string }>> = {
  dashboard: { label: 'Dashboard' },
  accounts: { label: 'Accounts', hint: 'with contacts and addresses' },
  orders: { label: 'Orders' },
  products: { label: 'Products' },
  invoices: { label: 'Invoices', hint: 'and posting to QuickBooks' },
  contracts: { label: 'Contracts' },
  email: { label: 'E-mail' },
  reports: { label: 'Reports' },
  users: { label: 'People', hint: 'and roles' },
  settings: { label: 'Settings', hint: 'company, terms, QuickBooks' },
};

export const actionWords: Readonly<Record<Action, string>> = {
  view: 'View',
  create: 'Create',
  edit: 'Edit',
  delete: 'Delete',
  export: 'Export',
};

export interface RightsDiff {
  added: Permission[];
  removed: Permission[];
}

const inOrder: readonly Permission[] = modules.flatMap((module) =>
  actions.map((action): Permission => `${module}:${action}`),
);

/** Of some texts those that are rights, each once, in the order of the matrix. */
export function sortRights(rights: Iterable<string>): Permission[] {
  const given = new Set(rights);
  return inOrder.filter((right) => given.has(right));
}

/** What somebody gains and loses who had `before` and gets `after`. */
export function diffRights(before: Iterable<string>, after: Iterable<string>): RightsDiff {
  const [had, has] = [new Set(before), new Set(after)];
  return {
    added: inOrder.filter((right) => has.has(right) && !had.has(right)),
    removed: inOrder.filter((right) => had.has(right) && !has.has(right)),
  };
}

export function isNoDiff({ added, removed }: RightsDiff): boolean {
  return added.length === 0 && removed.length === 0;
}

/** `Orders: create, edit; Reports: all` – rights as a person reads them, module by module. */
export function describeRights(rights: Iterable<string>): string {
  const given = new Set(rights);
  return modules
    .flatMap((module) => {
      const held = actions.filter((action) => given.has(`${module}:${action}`));
      if (held.length === 0) return [];
      const words = held.map((action) => actionWords[action].toLowerCase()).join(', ');
      return [`${moduleWords[module].label}: ${held.length === actions.length ? 'all' : words}`];
    })
    .join('; ');
}

/** A role as far as it decides what somebody may do. */
export interface GivingRole {
  id: string;
  name: string;
  isActive: boolean;
  permissions: readonly string[];
}

/** What a person may do by these roles: they add up, and a role that is switched off gives nothing. */
export function rightsOf(roles: readonly GivingRole[]): Permission[] {
  return sortRights(roles.flatMap((role) => (role.isActive ? role.permissions : [])));
}

/**
 * What one person gains and loses when a role gives `after`: nothing changes where another role of theirs gives the
 * same, or where the role or the person is switched off.
 */
export function effectOn(
  person: { isActive: boolean; roles: readonly { id: string }[] },
  role: GivingRole,
  after: Iterable<string>,
  allRoles: readonly GivingRole[],
): RightsDiff {
  if (!person.isActive || !role.isActive) return { added: [], removed: [] };
  const others = allRoles.filter((one) => one.id !== role.id && person.roles.some(({ id }) => id === one.id));
  const byOthers = rightsOf(others);
  return diffRights([...byOthers, ...role.permissions], [...byOthers, ...after]);
}
