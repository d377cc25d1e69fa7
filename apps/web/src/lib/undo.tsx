import { Button, Group } from '@mantine/core';
import { type NotificationData, notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { modKey, useHotkeys } from './hotkeys.ts';
import { describeError } from './problem.ts';

const undoMs = 10_000;

/** Says what was done, and offers the way back for as long as it shows. Answers how to take it off the screen. */
export function announce(
  message: string,
  undo?: { label?: string; run: () => Promise<unknown> },
): () => void {
  let isTaken = false;
  const hide = show({
    message:
      undo === undefined ? (
        message
      ) : (
        <UndoOffer
          message={message}
          label={undo.label ?? 'Undo'}
          onTake={() => {
            // A moment longer on screen: a key pressed twice takes back once.
            if (isTaken) return;
            isTaken = true;
            hide();
            undo.run().catch(announceError);
          }}
        />
      ),
    autoClose: undo === undefined ? 4_000 : undoMs,
  });
  return hide;
}

/** Says what went wrong, and stays until it is read. */
export function announceError(error: unknown): void {
  show({ color: 'red', title: 'That did not work', message: describeError(error), autoClose: 12_000 });
}

/** Under the mouse a notification stays by itself; with the focus in it somebody is about to use it as well. */
function show(data: NotificationData): () => void {
  const id = notifications.show({
    ...data,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss' },
    onFocusCapture: () => notifications.update({ ...data, id, autoClose: false }),
    onBlurCapture: () => notifications.update({ ...data, id }),
  });
  return () => {
    notifications.hide(id);
  };
}

/** The ways back that are on screen, the newest last. */
const offered: (() => void)[] = [];

function UndoOffer({ message, label, onTake }: { message: string; label: string; onTake: () => void }) {
  useEffect(() => {
    offered.push(onTake);
    return () => void offered.splice(offered.indexOf(onTake), 1);
  }, [onTake]);
  // Every offer listens; whichever hears the key first takes back what was done last.
  useHotkeys({ 'mod+z': ({ shiftKey, repeat }) => shiftKey || repeat || offered.at(-1)?.() });
  return (
    <Group justify="space-between" wrap="nowrap">
      <span>{message}</span>
      <Button
        size="compact-sm"
        variant="light"
        aria-keyshortcuts="Control+Z Meta+Z"
        rightSection={<kbd aria-hidden>{modKey} Z</kbd>}
        onClick={onTake}
      >
        {label}
      </Button>
    </Group>
  );
}
