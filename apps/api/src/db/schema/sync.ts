import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, oneOf, primaryId, updatedAt } from '../columns.ts';

/** Which record is which in QuickBooks, per connected company (realm). The `qbo_*` columns elsewhere mirror it. */
export const syncMaps = pgTable(
  'sync_maps',
  {
    id: primaryId(),
    localEntityType: text('local_entity_type').notNull(),
    localEntityId: uuid('local_entity_id').notNull(),
    qboEntityType: text('qbo_entity_type').notNull(),
    qboEntityId: text('qbo_entity_id').notNull(),
    qboSyncToken: text('qbo_sync_token'),
    syncedAt: instant('synced_at').notNull().defaultNow(),
    createdAt: createdAt(),
    realmId: text('realm_id'),
    state: text('state').notNull().default('linked'),
    generation: integer('generation').notNull().default(1),
    baseSnapshot: jsonb('base_snapshot'),
    remoteUpdatedAt: instant('remote_updated_at'),
    updatedAt: updatedAt(),
  },
  (t) => [
    oneOf('sync_maps_local_entity_type_check', t.localEntityType, [
      'account',
      'product',
      'order',
      'estimate',
      'payment',
      'vendor',
      'term',
    ]),
    oneOf('sync_maps_qbo_entity_type_check', t.qboEntityType, [
      'customer',
      'item',
      'invoice',
      'estimate',
      'payment',
      'vendor',
      'term',
    ]),
    oneOf('sync_maps_state_check', t.state, ['linked', 'unlinked']),
    index('sync_maps_local_idx').on(t.localEntityType, t.localEntityId),
  ],
);
