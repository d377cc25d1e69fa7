import type { OwnSessionView } from '@pace/shared/auth';
import { toInstant } from '../../lib/instants.ts';
import { describeUserAgent } from '../../lib/user-agent.ts';
import type { OwnSessionRow } from './session.repo.ts';

export function toOwnSessionView(row: OwnSessionRow, currentId: string | null): OwnSessionView {
  return {
    id: row.id,
    device: describeUserAgent(row.userAgent),
    createdAt: toInstant(row.createdAt),
    lastSeenAt: toInstant(row.lastSeenAt),
    expiresAt: toInstant(row.expiresAt),
    isCurrent: row.id === currentId,
  };
}
