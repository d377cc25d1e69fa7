import { Button, Group } from '@mantine/core';
import { formatInstant } from '../../lib/format.ts';
import { Notice } from '../../ui/states.tsx';

/*
 * What is said above an order that is being typed, and what can be done about it.
 */

export function RestoredNotice({ savedAt, onDiscard }: { savedAt: string; onDiscard: () => void }) {
  return (
    <Notice>
      <span>Your unsaved work from {formatInstant(savedAt)} is back.</span>
      <Button size="compact-sm" variant="default" onClick={onDiscard}>
        Discard it
      </Button>
    </Notice>
  );
}

export function OutdatedNotice({ who, onMerge }: { who: string; onMerge: () => void }) {
  return (
    <Notice tone="warn">
      <span>{who} saved this order meanwhile.</span>
      <Button size="compact-sm" variant="default" onClick={onMerge}>
        Put both together
      </Button>
    </Notice>
  );
}

export interface Warning {
  code: string;
  message: string;
}

/** `onAccept` gets the codes of what the person has seen and means. */
export function WarningNotice(props: {
  warnings: readonly Warning[];
  onAccept: (codes: string[]) => void;
  onChange: () => void;
}) {
  return (
    <Notice tone="warn">
      <span>{props.warnings.map(({ message }) => message).join(' ')}</span>
      <Group gap="xs">
        <Button size="compact-sm" onClick={() => props.onAccept(props.warnings.map(({ code }) => code))}>
          It is meant: save
        </Button>
        <Button size="compact-sm" variant="default" onClick={props.onChange}>
          Change it
        </Button>
      </Group>
    </Notice>
  );
}

export function SavedBeforeNotice({ onOther }: { onOther: () => void }) {
  return (
    <Notice tone="warn">
      <span>This order was saved before, perhaps in another tab. Look for it among the orders first.</span>
      <Button size="compact-sm" variant="default" onClick={onOther}>
        It is another order
      </Button>
    </Notice>
  );
}
