import './filter-chip.css';
import type { Permission } from '@pace/shared/permissions';
import { useMay } from '../lib/session.ts';
import { ChoiceField } from './choice-field.tsx';
import { FilterChip, FilterToggle } from './filter-chip.tsx';
import type { Choice, ChoiceSource } from './typeahead-source.ts';

/** A filter by one account, product or person, found by typing. */
export function ChoiceFilter<Item extends Choice>({
  label,
  source,
  right,
  id,
  name,
  onChange,
}: {
  label: string;
  source: ChoiceSource<Item>;
  /** Needed for choosing; who lacks it can take off the filter that a link has set. */
  right?: Permission;
  /** What the list is filtered by now. */
  id: string | undefined;
  /** In words: the address has the id alone. */
  name: string;
  onChange: (id: string | undefined) => void;
}) {
  const may = useMay();
  if (right !== undefined && !may(right)) {
    return id === undefined ? null : (
      <FilterToggle label={`${label}: ${name}`} isOn onChange={() => onChange(undefined)} />
    );
  }
  return (
    <FilterChip label={label} value={id === undefined ? undefined : name} onClear={() => onChange(undefined)}>
      {(close) => (
        <div className="filter-field">
          <ChoiceField
            label={label}
            source={source}
            value={null}
            placeholder="Type a name"
            inputProps={{ 'data-autofocus': 1 }}
            onChange={(choice) => {
              onChange(choice?.id);
              close();
            }}
          />
        </div>
      )}
    </FilterChip>
  );
}
