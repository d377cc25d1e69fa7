import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ErrorBox } from './states.tsx';

/** The acts without a way back are confirmed by typing the name of what goes. */
export function TypedConfirm(props: {
  title: string;
  /** What has to be typed. */
  word: string;
  action: string;
  error: unknown;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
  /** What will happen. */
  children: ReactNode;
}) {
  const [typed, setTyped] = useState('');
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === props.word) props.onConfirm();
        }}
      >
        <Stack gap="md">
          <ErrorBox error={props.error} />
          <Text>{props.children}</Text>
          <TextInput
            label={`Type ${props.word} to delete it`}
            value={typed}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" color="red" loading={props.isBusy} disabled={typed.trim() !== props.word}>
            {props.action}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
