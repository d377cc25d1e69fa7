import { Button, Stack, TextInput } from '@mantine/core';
import { useId } from 'react';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { type HistoryEntry, ListSearch } from '../../ui/list-search.tsx';
import { RadioFilter } from '../../ui/radio-filter.tsx';
import { isFiltered, type ProductFilters, type ProductListSearch } from './product-filters.ts';

const states = [
  ['true', 'Active'],
  ['false', 'Inactive'],
] as const;

/** Everything products can be looked for by; each change is in the address at once. */
export function ProductFilterBar({
  search,
  onChange,
  onReset,
  categories,
}: {
  search: ProductListSearch;
  onChange: (change: ProductFilters, entry?: HistoryEntry) => void;
  onReset: () => void;
  /** Those of the products on screen, offered while one is typed. */
  categories: readonly string[];
}) {
  const listId = useId();
  return (
    <>
      <ListSearch
        label="Name, variety, grade, code"
        value={search.q}
        onChange={(q, entry) => onChange({ q }, entry)}
      />
      <FilterChip label="Category" value={search.category} onClear={() => onChange({ category: undefined })}>
        {(close) => (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const typed = String(new FormData(event.currentTarget).get('category')).trim();
              onChange({ category: typed === '' ? undefined : typed });
              close();
            }}
          >
            <Stack gap="xs">
              <TextInput
                name="category"
                label="Category"
                size="xs"
                list={listId}
                defaultValue={search.category}
                data-autofocus
              />
              <datalist id={listId}>
                {categories.map((category) => (
                  <option key={category} value={category} />
                ))}
              </datalist>
              <Button type="submit" size="xs">
                Apply
              </Button>
            </Stack>
          </form>
        )}
      </FilterChip>
      <RadioFilter
        label="State"
        value={search.isActive}
        options={states}
        all="Active and inactive"
        onChange={(isActive) => onChange({ isActive })}
      />
      {isFiltered(search) && (
        <Button variant="subtle" size="compact-sm" onClick={onReset}>
          Clear all
        </Button>
      )}
    </>
  );
}
