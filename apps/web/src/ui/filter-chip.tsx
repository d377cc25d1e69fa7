import './filter-chip.css';
import { Popover } from '@mantine/core';
import { ChevronDown, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';

/** One filter of a list: what it is set to, a way to clear it, and behind a click the way to set it. */
export function FilterChip({
  label,
  value,
  onClear,
  children,
}: {
  label: string;
  /** What it is set to, in words; undefined when it is not set. */
  value: string | undefined;
  onClear: () => void;
  /** The form; `close` ends it. */
  children: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      trapFocus
      returnFocus
      shadow="md"
      withinPortal
      // The button inside says that it opens something; the chip around it does not.
      withRoles={false}
    >
      <Popover.Target>
        <span className="filter-chip" data-set={value !== undefined || undefined}>
          <button
            type="button"
            aria-haspopup="dialog"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <span>{value === undefined ? label : `${label}: ${value}`}</span>
            {value === undefined && <ChevronDown size={13} aria-hidden />}
          </button>
          {value !== undefined && (
            <button type="button" aria-label={`Clear ${label}`} onClick={onClear}>
              <X size={13} aria-hidden />
            </button>
          )}
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={label}>
        {children(() => setOpen(false))}
      </Popover.Dropdown>
    </Popover>
  );
}

/** A filter that is on or off. */
export function FilterToggle({
  label,
  isOn,
  onChange,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <span className="filter-chip" data-set={isOn || undefined}>
      <button type="button" aria-pressed={isOn} onClick={() => onChange(!isOn)}>
        {label}
      </button>
    </span>
  );
}
