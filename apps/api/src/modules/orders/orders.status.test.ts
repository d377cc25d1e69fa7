import { type OrderAction, type OrderStatus, orderActions, orderStatuses } from '@pace/shared/orders';
import { permissions } from '@pace/shared/permissions';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../lib/app-error.ts';
import {
  allowedActions,
  isDeletable,
  isEditable,
  type Move,
  nextStatus,
  type OrderState,
  possibleActions,
} from './orders.status.ts';

const moves = ['confirm', 'reopen', 'cancel', 'restore'] as const satisfies Move[];

interface Situation {
  state: OrderState;
  name: string;
}

/** Every state there is: status × cancelled × a document in QuickBooks × ever confirmed. */
const situations: Situation[] = orderStatuses.flatMap((status) =>
  [null, '2026-11-22 10:00:00'].flatMap((cancelledAt) =>
    [null, '17'].flatMap((qboDocId) =>
      [0, 1].map((revision) => ({
        state: { status, cancelledAt, qboDocId, revision },
        name: [
          status,
          cancelledAt === null ? '' : 'cancelled',
          qboDocId === null ? '' : 'with document',
          revision === 0 ? '' : 'once confirmed',
        ]
          .filter((word) => word !== '')
          .join(' '),
      })),
    ),
  ),
);

/** The table of moves as it is agreed, written out once more. */
function agreed({ status, cancelledAt, qboDocId }: OrderState, move: Move): OrderStatus | undefined {
  if (cancelledAt !== null) return move === 'restore' ? status : undefined;
  if (move === 'confirm') return status === 'draft' ? 'confirmed' : undefined;
  if (move === 'reopen') return status === 'confirmed' && qboDocId === null ? 'draft' : undefined;
  if (move === 'cancel')
    return ['draft', 'confirmed'].includes(status) && qboDocId === null ? status : undefined;
  return undefined;
}

describe.each(situations)('$name', ({ state }) => {
  test.each(moves)('%s', (move) => {
    const to = agreed(state, move);
    if (to !== undefined) {
      expect(nextStatus(state, move)).toBe(to);
      return;
    }
    const refusal = refusalOf(() => nextStatus(state, move));
    expect(refusal.code).toBe('order.illegal_transition');
    expect(refusal.status).toBe(409);
    expect(refusal.details).toMatchObject({
      action: move,
      from: state.status,
      isCancelled: state.cancelledAt !== null,
      reason: expect.stringMatching(/^[A-Z].+\.$/),
      possibleActions: possibleActions(state),
    });
  });

  test('what is possible is what would be accepted', () => {
    const isPaid = state.status === 'paid';
    const isCancelled = state.cancelledAt !== null;
    const expected = orderActions.filter(
      (action) =>
        ({
          edit: !isPaid && !isCancelled,
          duplicate: true,
          delete: state.status === 'draft' && state.revision === 0 && !isCancelled,
          confirm: agreed(state, 'confirm') !== undefined,
          reopen: agreed(state, 'reopen') !== undefined,
          cancel: agreed(state, 'cancel') !== undefined,
          restore: agreed(state, 'restore') !== undefined,
        })[action],
    );

    expect([...possibleActions(state)].sort()).toEqual([...expected].sort());
    expect(isEditable(state)).toBe(expected.includes('edit'));
    expect(isDeletable(state)).toBe(expected.includes('delete'));
  });

  test('a person is offered what is possible and within their rights', () => {
    const needed: [OrderAction[], (typeof permissions)[number]][] = [
      [['edit', 'confirm', 'reopen', 'cancel', 'restore'], 'orders:edit'],
      [['duplicate'], 'orders:create'],
      [['delete'], 'orders:delete'],
    ];

    for (const [actions, permission] of needed) {
      expect(allowedActions(state, new Set([permission]))).toEqual(
        possibleActions(state).filter((action) => actions.includes(action)),
      );
    }
    expect(allowedActions(state, new Set(permissions))).toEqual(possibleActions(state));
    expect(allowedActions(state, new Set(['orders:view']))).toEqual([]);
  });
});

test('a refusal says why in words that fit the state', () => {
  const reason = (state: Partial<OrderState>, move: Move) =>
    refusalOf(() =>
      nextStatus({ status: 'draft', cancelledAt: null, qboDocId: null, revision: 0, ...state }, move),
    ).details['reason'];

  expect(reason({ cancelledAt: '2026-11-22 10:00:00' }, 'confirm')).toContain('cancelled');
  expect(reason({}, 'restore')).toContain('not cancelled');
  expect(reason({}, 'reopen')).toContain('still a draft');
  expect(reason({ status: 'confirmed' }, 'confirm')).toContain('already confirmed');
  expect(reason({ status: 'confirmed', qboDocId: '17' }, 'cancel')).toContain('QuickBooks');
  expect(reason({ status: 'posted_to_qb', qboDocId: '17' }, 'reopen')).toContain('QuickBooks');
  expect(reason({ status: 'posted_to_qb' }, 'cancel')).toContain('posted');
  expect(reason({ status: 'paid' }, 'confirm')).toContain('paid');
});

function refusalOf(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was not refused');
}
