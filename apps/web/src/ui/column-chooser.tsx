import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { Columns3 } from 'lucide-react';

export interface ColumnChoice {
  id: string;
  label: string;
  isVisible: boolean;
}

/** Which columns a list shows; remembered on this browser. */
export function ColumnChooser({
  choices,
  onToggle,
}: {
  choices: readonly ColumnChoice[];
  onToggle: (id: string, isVisible: boolean) => void;
}) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus shadow="md" withinPortal>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<Columns3 size={14} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs">
          {choices.map(({ id, label, isVisible }) => (
            <Checkbox
              key={id}
              size="xs"
              label={label}
              checked={isVisible}
              onChange={(event) => onToggle(id, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
