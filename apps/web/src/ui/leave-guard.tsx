import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

/** Asks before unsaved work of a small form is left; the browser asks by itself before a reload. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker({
    // Another tab or filter of the same screen keeps the form.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Modal opened onClose={blocker.reset} title="Leave without saving?">
      <Stack gap="md">
        <Text>What you changed here is not saved.</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={blocker.proceed}>
            Leave
          </Button>
          <Button data-autofocus onClick={blocker.reset}>
            Stay
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
