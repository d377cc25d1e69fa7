import type { AccountView, accountSummary } from '@pace/shared/accounts';
import type { Permission } from '@pace/shared/permissions';
import type { z } from 'zod';
import { toInstant } from '../../lib/instants.ts';
import { personName } from '../../lib/person-name.ts';
import type { AccountListRow } from './account-list.repo.ts';
import type { AccountRow } from './accounts.repo.ts';

export function toAccountSummary(account: Omit<AccountListRow, 'position'>): z.infer<typeof accountSummary> {
  return {
    id: account.id,
    name: account.name,
    type: account.type,
    tradesBothWays: account.tradesBothWays,
    isSeller: account.isSeller,
    isBuyer: account.isBuyer,
    code: account.code,
    email: account.email,
    phone: account.phone,
    city: account.city,
    owner: account.ownerId === null ? null : { id: account.ownerId, name: ownerName(account) },
    isActive: account.isActive,
    version: account.version,
    createdAt: toInstant(account.createdAt),
    updatedAt: toInstant(account.updatedAt),
  };
}

export function toAccountView(account: AccountRow, rights: ReadonlySet<Permission>): AccountView {
  return {
    ...toAccountSummary(account),
    paymentTerms:
      account.paymentTermsId === null
        ? null
        : { id: account.paymentTermsId, name: account.paymentTermsName ?? '' },
    notes: account.notes,
    qboCustomerId: account.qboCustomerId,
    contacts: account.contacts.map(({ id, name, title, email, phone, isPrimary }) => ({
      id,
      name,
      title,
      email,
      phone,
      isPrimary,
    })),
    addresses: account.addresses.map((address) => ({
      id: address.id,
      kind: address.kind,
      line1: address.line1,
      line2: address.line2,
      city: address.city,
      state: address.state,
      postalCode: address.postalCode,
      country: address.country,
      isPrimary: address.isPrimary,
    })),
    allowedActions: allowedActions(account, rights),
  };
}

function allowedActions(account: AccountRow, rights: ReadonlySet<Permission>): AccountView['allowedActions'] {
  return [
    ...(rights.has('accounts:edit') ? (['edit', account.isActive ? 'deactivate' : 'activate'] as const) : []),
    ...(rights.has('accounts:delete') && !account.hasOrders ? (['delete'] as const) : []),
  ];
}

function ownerName(account: Pick<AccountListRow, 'ownerFirstName' | 'ownerLastName' | 'ownerEmail'>): string {
  return (
    personName({
      firstName: account.ownerFirstName,
      lastName: account.ownerLastName,
      email: account.ownerEmail,
    }) ?? ''
  );
}
