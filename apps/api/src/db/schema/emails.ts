import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, oneOf, primaryId, updatedAt } from '../columns.ts';
import { users } from './users.ts';

export const emails = pgTable(
  'emails',
  {
    id: primaryId(),
    toAddress: text('to_address').notNull(),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    sentAt: instant('sent_at'),
    status: text('status'),
    errorMessage: text('error_message'),
    createdAt: createdAt(),
    cc: text('cc'),
    bcc: text('bcc'),
    replyTo: text('reply_to'),
    templateId: uuid('template_id'),
    entityType: text('entity_type'),
    entityId: uuid('entity_id'),
    attempts: integer('attempts').notNull().default(0),
    messageId: text('message_id'),
    createdBy: uuid('created_by').references(() => users.id),
    updatedAt: updatedAt(),
  },
  (t) => [
    oneOf('emails_status_check', t.status, ['pending', 'sent', 'failed']),
    index('emails_entity_idx').on(t.entityType, t.entityId, t.createdAt),
    index('emails_created_by_idx').on(t.createdBy),
  ],
);
