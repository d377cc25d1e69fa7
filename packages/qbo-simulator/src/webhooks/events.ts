import type { EntityName } from '../entities/fields.ts';
import type { Change, Realm } from '../entities/model.ts';
import type { Sim } from '../sim.ts';

/** Changes that become events: written in the same command as the change itself, and undone with it. */

/** The real service tells nothing of these. */
const untold: ReadonlySet<EntityName> = new Set(['CompanyInfo', 'Preferences', 'TaxCode', 'TaxRate']);

/** Kinds whose voiding is an event of its own. */
const voidable: ReadonlySet<EntityName> = new Set(['Invoice', 'Payment', 'CreditMemo', 'BillPayment']);

export const tellableEntities: readonly EntityName[] = [
  'Customer',
  'Vendor',
  'Employee',
  'Item',
  'Account',
  'Term',
  'Invoice',
  'Estimate',
  'CreditMemo',
  'Payment',
  'Bill',
  'BillPayment',
];

export const operations: readonly Change['operation'][] = [
  'Create',
  'Update',
  'Delete',
  'Merge',
  'Void',
  'Emailed',
];

export function noteChange(sim: Sim, realm: Realm, { type, id, operation, deletedId }: Change): void {
  const { subscriptions, events } = sim.webhooks;
  if (subscriptions.size === 0 || untold.has(type)) return;
  const told = operation === 'Void' && !voidable.has(type) ? 'Update' : operation;
  for (const { clientId, entities, operations } of subscriptions.values()) {
    if (!entities.includes(type) || !operations.includes(told)) continue;
    const isConnected = sim.oauth.grants
      .find('realm', realm.id)
      .some((grant) => grant.clientId === clientId && !grant.isRevoked);
    if (!isConnected) continue;
    const event = {
      id: sim.random.uuid(),
      clientId,
      realmId: realm.id,
      type,
      entityId: id,
      operation: told,
      atMs: sim.clock.nowMs(),
      ...(deletedId !== undefined && { deletedId }),
    };
    events.set(event.id, event);
  }
}
