import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, oneOf, primaryId, updatedAt } from '../columns.ts';
import { users } from './users.ts';

export type Changes = Record<string, { from: unknown; to: unknown }>;

/** Who changed what, when, from which value to which. No foreign key to the record: history outlives it. */
export const activities = pgTable(
  'activities',
  {
    id: primaryId(),
    entityType: text('entity_type').notNull(),
    entityId: uuid('entity_id').notNull(),
    actorId: uuid('actor_id').references(() => users.id),
    source: text('source').notNull(),
    action: text('action').notNull(),
    changes: jsonb('changes').$type<Changes>().notNull(),
    requestId: text('request_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    oneOf('activities_source_check', t.source, ['api', 'system', 'sample']),
    index('activities_entity_idx').on(t.entityType, t.entityId, t.createdAt, t.id),
    index('activities_actor_id_idx').on(t.actorId),
    index('activities_created_at_idx').on(t.createdAt),
  ],
);

/** Answers of commands that carried an Idempotency-Key, so that a repeat gets the same one. Kept 24 hours. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    route: text('route').notNull(),
    bodyHash: text('body_hash').notNull(),
    result: jsonb('result'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('idempotency_keys_user_id_key_key').on(t.userId, t.key),
    index('idempotency_keys_created_at_idx').on(t.createdAt),
  ],
);

/** Attempts in the current window, shared by every process. Keys are hashes: no address is kept readable. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    id: primaryId(),
    key: text('key').notNull().unique(),
    attempts: integer('attempts').notNull(),
    windowEndsAt: instant('window_ends_at').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('rate_limits_window_ends_at_idx').on(t.windowEndsAt)],
);
