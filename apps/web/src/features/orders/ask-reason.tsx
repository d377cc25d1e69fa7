import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

/** Asks why what both parties were sent changes. */
export function AskReason(props: {
  /** What the answer sets off. */
  action: string;
  isBusy?: boolean;
  onAnswer: (reason: string) => void;
  onClose: () => void;
  /** Why it is asked. */
  children: ReactNode;
}) {
  const [reason, setReason] = useState('');
  return (
    <Modal opened onClose={props.onClose} title="Why does it change?">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onAnswer(reason);
        }}
      >
        <Stack gap="md">
          <Text>{props.children}</Text>
          <TextInput
            label="Reason"
            value={reason}
            maxLength={255}
            required
            data-autofocus
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" loading={props.isBusy ?? false} disabled={reason.trim() === ''}>
            {props.action}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
