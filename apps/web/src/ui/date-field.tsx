import './date-field.css';
import './fields.css';
import { Input, Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarDays } from 'lucide-react';
import { type InputHTMLAttributes, lazy, Suspense, useId, useState } from 'react';
import { formatDate, today } from '../lib/format.ts';
import { parseDate } from '../lib/parse-date.ts';
import { companyQuery } from './reference-queries.ts';
import { reportUnknown, useUnsettled } from './unsettled.ts';

// The calendar is for the mouse; most dates are typed, and pay nothing for it.
const Calendar = lazy(() => import('./calendar.tsx').then((module) => ({ default: module.Calendar })));

interface DateFieldProps {
  label: string;
  /** YYYY-MM-DD, or empty. */
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  inputProps?: InputHTMLAttributes<HTMLInputElement> & Record<`data-${string}`, string | undefined>;
}

/** A date typed as people say it (`12/5`, `fri`, `+3`) or taken from a calendar. */
export function DateField({ label, value, onChange, error, inputProps }: DateFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [isWrong, setWrong] = useState(false);
  // Tomorrow is the company's, like the order date; whoever shows orders has asked for it already.
  const zone = useQuery({ ...companyQuery, enabled: false }).data?.timeZone;
  const message = isWrong ? 'is no date. Try 12/5, Fri or +3' : error;

  function settle() {
    if (typed === undefined) return;
    const date = typed.trim() === '' ? '' : parseDate(typed, today(zone));
    setWrong(date === undefined);
    if (date === undefined) return reportUnknown(`“${typed.trim()}” is no date.`);
    setTyped(undefined);
    if (date !== value) onChange(date);
  }

  useUnsettled({ text: typed, settle, leave: () => {} });

  return (
    <Input.Wrapper id={id} label={label} error={message} labelProps={{ htmlFor: id }}>
      <div className="date-field">
        <input
          autoComplete="off"
          {...inputProps}
          id={id}
          className="field-input"
          value={typed ?? formatDate(value || null)}
          aria-invalid={message !== undefined || undefined}
          aria-describedby={message === undefined ? undefined : `${id}-error`}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) settle();
            if (event.key === 'Escape') {
              setTyped(undefined);
              setWrong(false);
            }
            inputProps?.onKeyDown?.(event);
          }}
        />
        <Popover
          opened={isOpen}
          onChange={setOpen}
          position="bottom-end"
          trapFocus
          returnFocus
          shadow="md"
          withinPortal
        >
          <Popover.Target>
            <button
              type="button"
              tabIndex={-1}
              className="date-field-button"
              aria-label={`Calendar for ${label}`}
              onClick={() => setOpen(!isOpen)}
            >
              <CalendarDays size={15} aria-hidden />
            </button>
          </Popover.Target>
          <Popover.Dropdown aria-label={`Calendar for ${label}`}>
            <Suspense fallback="…">
              <Calendar
                value={value || null}
                onChange={(date) => {
                  setTyped(undefined);
                  setWrong(false);
                  setOpen(false);
                  onChange(date ?? '');
                }}
              />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      </div>
    </Input.Wrapper>
  );
}
