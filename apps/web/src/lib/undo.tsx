import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { describeError } from './problem.ts';

const undoMs = 10_000;

/** Says what was done, and offers the way back for as long as it shows. Answers how to take it off the screen. */
export function announce(
  message: string,
  undo?: { label?: string; run: () => Promise<unknown> },
): () => void {
  const id = notifications.show({
    message:
      undo === undefined ? (
        message
      ) : (
        <Group justify="space-between" wrap="nowrap">
          <span>{message}</span>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              undo.run().catch(announceError);
            }}
          >
            {undo.label ?? 'Undo'}
          </Button>
        </Group>
      ),
    autoClose: undo === undefined ? 4_000 : undoMs,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
  return () => {
    notifications.hide(id);
  };
}

/** Says what went wrong, and stays until it is read. */
export function announceError(error: unknown): void {
  notifications.show({
    color: 'red',
    title: 'That did not work',
    message: describeError(error),
    autoClose: 12_000,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}
