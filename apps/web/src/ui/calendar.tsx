import '@mantine/dates/styles.css';
import './calendar.css';
import { DatePicker } from '@mantine/dates';

/** Loaded when a calendar is opened for the first time. Dates are texts: YYYY-MM-DD. */
export function Calendar({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (date: string | null) => void;
}) {
  return (
    <DatePicker
      value={value}
      onChange={onChange}
      allowDeselect
      {...(value !== null && { defaultDate: value })}
      highlightToday
      size="sm"
      firstDayOfWeek={0}
      ariaLabels={{
        previousMonth: 'Previous month',
        nextMonth: 'Next month',
        previousYear: 'Previous year',
        nextYear: 'Next year',
        previousDecade: 'Previous decade',
        nextDecade: 'Next decade',
      }}
    />
  );
}
