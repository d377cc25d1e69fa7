import { Radio, Stack } from '@mantine/core';
import { FilterChip } from './filter-chip.tsx';

/** A filter by one of a few values. */
export function RadioFilter({
  label,
  value,
  options,
  all,
  onChange,
}: {
  label: string;
  value: string | undefined;
  options: readonly (readonly [value: string, label: string])[];
  /** The choice that filters nothing, in words. */
  all: string;
  onChange: (value: string | undefined) => void;
}) {
  const chosen = options.find(([option]) => option === value);
  return (
    <FilterChip label={label} value={chosen?.[1]} onClear={() => onChange(undefined)}>
      {(close) => (
        <Radio.Group
          label={label}
          value={value ?? ''}
          onChange={(next) => {
            onChange(next === '' ? undefined : next);
            close();
          }}
        >
          <Stack gap="xs" mt={6}>
            <Radio size="xs" value="" label={all} />
            {options.map(([option, words]) => (
              <Radio key={option} size="xs" value={option} label={words} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </FilterChip>
  );
}
