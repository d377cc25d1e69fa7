import type { AccountCreate, AccountFilter, AccountQuery, AccountUpdate } from '@pace/shared/accounts';
import { warningCodes } from '@pace/shared/error-codes';
import type { SQL } from 'drizzle-orm';
import { AppError, type FieldError, refuseFields } from '../../lib/app-error.ts';
import { type BulkItem, type BulkResult, inBulk } from '../../lib/bulk.ts';
import { csvPageSize, everyRow } from '../../lib/csv.ts';
import { decodeCursor, toPage } from '../../lib/cursor.ts';
import { type Ctx, inTx, type Tx } from '../../lib/db.ts';
import { definedFields } from '../../lib/defined.ts';
import { nameOf } from '../../lib/named.ts';
import { personName } from '../../lib/person-name.ts';
import { requireVersion, shownWith } from '../../lib/versions.ts';
import { changesBetween, record } from '../activities/activities.service.ts';
import * as lists from './account-list.repo.ts';
import { parseAccountSearch } from './account-search.ts';
import * as repo from './accounts.repo.ts';
import { toAccountView } from './accounts.view.ts';
import { nameKey } from './name-key.ts';

const entityType = 'account';

/** A page of accounts. */
export async function listAccounts(ctx: Ctx, query: AccountQuery) {
  const { sort: sortName, limit, after: cursor, ...filter } = query;
  const sort = lists.sorts[sortName];
  const after = decodeCursor(cursor, sortName, sort);
  const rows = await lists.list(ctx.db, { selection: selected(filter), sort, after, limit });
  return toPage(rows, limit, sortName);
}

/** Every account a filter finds, by name, for a file. */
export function exportAccounts(ctx: Ctx, filter: AccountFilter) {
  return everyRow((after) => listAccounts(ctx, { ...filter, sort: 'name', limit: csvPageSize, after }));
}

/** How many accounts a filter finds, how many of them are active, and the owner it names by id. */
export async function totalAccounts(ctx: Ctx, filter: AccountFilter) {
  const { owner, ...counts } = await lists.totals(ctx.db, selected(filter));
  return { ...counts, named: nameOf(filter.ownerId, owner && personName(owner)) };
}

/** One account with contacts and addresses, or `account.not_found`. */
export function getAccount(ctx: Ctx, id: string): Promise<repo.AccountRow> {
  return getOrThrow(ctx.db, id);
}

/** Accounts with nearly this name. */
export function similarAccounts(ctx: Ctx, name: string) {
  return repo.listSimilar(ctx.db, nameKey(name), undefined);
}

/** A new account; a name that nearly exists needs to be acknowledged. */
export async function createAccount(ctx: Ctx, input: AccountCreate): Promise<repo.AccountRow> {
  const { acknowledge, contacts = [], addresses = [], ...fields } = input;
  return inTx(ctx, async (tx) => {
    refuseUnknownParts(contacts, [], 'contacts');
    refuseUnknownParts(addresses, [], 'addresses');
    await warnOfSimilarName(tx, fields.name, acknowledge);
    const id = await repo.insert(tx, {
      ...definedFields(fields),
      name: fields.name,
      type: fields.type,
      nameKey: nameKey(fields.name),
      createdBy: ctx.actor.id,
      updatedBy: ctx.actor.id,
    });
    if (contacts.length > 0) await repo.setContacts(tx, id, ownedBy(id, contacts));
    if (addresses.length > 0) await repo.setAddresses(tx, id, ownedBy(id, addresses));
    await record(tx, ctx, {
      entityType,
      entityId: id,
      action: 'created',
      changes: changesBetween(
        {},
        { ...fields, ...(contacts.length > 0 && { contacts }), ...(addresses.length > 0 && { addresses }) },
      ),
    });
    return getOrThrow(tx, id);
  });
}

/** Changes an account, its contacts and its addresses as one. */
export async function updateAccount(
  ctx: Ctx,
  id: string,
  version: number,
  input: AccountUpdate,
): Promise<repo.AccountRow> {
  const { acknowledge, contacts, addresses, ...fields } = input;
  return inTx(ctx, async (tx) => {
    const account = await getForChange(tx, ctx, id, version);
    const hasParts = contacts !== undefined || addresses !== undefined;
    if (!hasParts && Object.keys(changesBetween({ ...account }, fields)).length === 0) return account;
    if (contacts) refuseUnknownParts(contacts, account.contacts, 'contacts');
    if (addresses) refuseUnknownParts(addresses, account.addresses, 'addresses');
    if (fields.name !== undefined && nameKey(fields.name) !== nameKey(account.name)) {
      await warnOfSimilarName(tx, fields.name, acknowledge, id);
    }
    await refuseLosingRole(tx, account, fields);
    if (contacts) await repo.setContacts(tx, id, ownedBy(id, contacts));
    if (addresses) await repo.setAddresses(tx, id, ownedBy(id, addresses));
    await repo.update(tx, id, {
      ...definedFields(fields),
      ...(fields.name !== undefined && { nameKey: nameKey(fields.name) }),
      updatedBy: ctx.actor.id,
    });
    return finishChange(tx, ctx, account);
  });
}

/** Deletes an account that no order names; contacts and addresses go with it. */
export async function deleteAccount(ctx: Ctx, id: string, version: number): Promise<void> {
  await inTx(ctx, async (tx) => {
    await repo.lockForDelete(tx, id);
    const account = await getForChange(tx, ctx, id, version);
    if (account.hasOrders) throw new AppError('account.in_use');
    await repo.remove(tx, id);
    await record(tx, ctx, {
      entityType,
      entityId: id,
      action: 'deleted',
      // What the history says of it from now on is all there is.
      changes: { account: { from: toAccountView(account, ctx.rights), to: null } },
    });
  });
}

/** Activates or deactivates many accounts. */
export function bulkAccounts(
  ctx: Ctx,
  action: 'activate' | 'deactivate',
  items: BulkItem[],
): Promise<BulkResult> {
  return inBulk(ctx, items, repo.lock, async (tx, item) => {
    const account = await getForChange(tx, ctx, item.id, item.version);
    const isActive = action === 'activate';
    if (account.isActive === isActive) return account;
    await repo.update(tx, item.id, { isActive, updatedBy: ctx.actor.id });
    return finishChange(tx, ctx, account);
  });
}

/** What orders need to know of their parties. */
export function listParties(tx: Tx, ids: string[], options: { locked: boolean }) {
  return repo.listParties(tx, ids, options);
}

/** A subquery of the accounts whose name contains the text. */
export function accountIdsByName(text: string): SQL {
  return lists.idsByName(text);
}

/** A filter with its search box taken apart. */
function selected({ q, ...filter }: AccountFilter): lists.AccountSelection {
  return { ...filter, fields: [], text: undefined, ...(q !== undefined && parseAccountSearch(q)) };
}

async function getForChange(tx: Tx, ctx: Ctx, id: string, version: number): Promise<repo.AccountRow> {
  await repo.lock(tx, [id]);
  const account = await getOrThrow(tx, id);
  const show = shownWith(ctx.rights, 'accounts:view', () => toAccountView(account, ctx.rights));
  requireVersion(version, account, show);
  return account;
}

/** Writes what differs now from before into the history; the comparison is of what people see. */
async function finishChange(tx: Tx, ctx: Ctx, before: repo.AccountRow): Promise<repo.AccountRow> {
  const after = await getOrThrow(tx, before.id);
  const seen = (account: repo.AccountRow) => {
    const { version: _, updatedAt: __, allowedActions: ___, ...fields } = toAccountView(account, ctx.rights);
    return fields;
  };
  const changes = changesBetween(seen(before), seen(after));
  if (Object.keys(changes).length > 0) {
    await record(tx, ctx, { entityType, entityId: before.id, action: 'changed', changes });
  }
  return after;
}

async function warnOfSimilarName(
  tx: Tx,
  name: string,
  acknowledge: string[],
  exceptId?: string,
): Promise<void> {
  const code = 'account.similar_name';
  if (acknowledge.includes(code)) return;
  const candidates = await repo.listSimilar(tx, nameKey(name), exceptId);
  if (candidates.length > 0) {
    throw new AppError('warning.unacknowledged', {
      warnings: [{ code, message: warningCodes[code], path: 'name', candidates }],
    });
  }
}

/** An account that stands as seller on orders must stay one, and likewise as buyer. */
async function refuseLosingRole(
  tx: Tx,
  account: repo.AccountRow,
  fields: Partial<Pick<AccountUpdate, 'type' | 'tradesBothWays'>>,
) {
  const type = fields.type ?? account.type;
  const tradesBothWays = fields.tradesBothWays ?? account.tradesBothWays;
  const losesSeller = account.isSeller && type !== 'seller' && !tradesBothWays;
  const losesBuyer = account.isBuyer && type !== 'buyer' && !tradesBothWays;
  if (!losesSeller && !losesBuyer) return;
  const { asSeller, asBuyer } = await repo.rolesOnOrders(tx, account.id);
  if ((losesSeller && asSeller) || (losesBuyer && asBuyer)) throw new AppError('account.role_in_use');
}

function refuseUnknownParts(
  given: { id?: string | undefined }[],
  known: { id: string }[],
  path: string,
): void {
  const errors = given.flatMap((part, index): FieldError[] =>
    part.id === undefined || known.some(({ id }) => id === part.id)
      ? []
      : [{ path: `${path}.${index}.id`, message: 'does not belong to this account' }],
  );
  refuseFields(errors);
}

function ownedBy<T extends { id?: string | undefined }>(accountId: string, parts: T[]) {
  return parts.map(({ id, ...part }) => ({ ...part, accountId, ...(id !== undefined && { id }) }));
}

async function getOrThrow(tx: Tx, id: string): Promise<repo.AccountRow> {
  const account = await repo.find(tx, id);
  if (!account) throw new AppError('account.not_found', { id });
  return account;
}
