import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ErrorBox } from './states.tsx';

/** An act without a way back: it says what will happen, and is confirmed by typing the name. */
export function DeleteDialog(props: {
  /** What is typed: the name of the record. */
  name: string;
  /** What will happen. */
  children: ReactNode;
  error: unknown;
  isBusy: boolean;
  onDelete: () => void;
  onClose: () => void;
}) {
  const { name, children, error, isBusy, onDelete, onClose } = props;
  const [typed, setTyped] = useState('');
  const isTyped = typed.trim().replaceAll(/\s+/g, ' ') === name.trim().replaceAll(/\s+/g, ' ');
  return (
    <Modal opened onClose={onClose} title={`Delete ${name}?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped) onDelete();
        }}
      >
        <Stack gap="md">
          <ErrorBox error={error} />
          <Text>{children}</Text>
          <TextInput
            label={`Type ${name} to delete it`}
            value={typed}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" color="red" loading={isBusy} disabled={!isTyped}>
            Delete for good
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
