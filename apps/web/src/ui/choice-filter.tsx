import './filter-chip.css';
import { ChoiceField } from './choice-field.tsx';
import { FilterChip } from './filter-chip.tsx';
import type { Choice, ChoiceSource } from './typeahead-source.ts';

/** A filter by one account, product or person, found by typing. */
export function ChoiceFilter<Item extends Choice>({
  label,
  source,
  id,
  name,
  onChange,
}: {
  label: string;
  source: ChoiceSource<Item>;
  /** What the list is filtered by now. */
  id: string | undefined;
  /** Its name, where that is known: the address has the id alone. */
  name: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  return (
    <FilterChip
      label={label}
      value={id === undefined ? undefined : (name ?? 'chosen')}
      onClear={() => onChange(undefined)}
    >
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
