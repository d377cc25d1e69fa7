import { Button } from '@mantine/core';
import { useMe } from '../../lib/session.ts';
import { ChoiceFilter } from '../../ui/choice-filter.tsx';
import { peopleSource } from '../../ui/choice-sources.ts';
import { FilterToggle } from '../../ui/filter-chip.tsx';
import { type HistoryEntry, ListSearch } from '../../ui/list-search.tsx';
import { RadioFilter } from '../../ui/radio-filter.tsx';
import { type AccountFilters, type AccountListSearch, isFiltered } from './account-filters.ts';

/** What narrows the search to one field, and what it finds there. */
const prefixes = [
  ['name:', 'the name'],
  ['code:', 'the code'],
  ['city:', 'the city of an address'],
  ['contact:', 'a person there'],
  ['email:', 'theirs or a contact’s'],
  ['phone:', 'theirs or a contact’s'],
  ['owner:', 'who looks after it'],
] as const;

const roles = [
  ['seller', 'Sellers'],
  ['buyer', 'Buyers'],
] as const;
const states = [
  ['true', 'Active'],
  ['false', 'Inactive'],
] as const;

/** Everything accounts can be looked for by; each change is in the address at once. */
export function AccountFilterBar({
  search,
  onChange,
  onReset,
  nameOf,
}: {
  search: AccountListSearch;
  onChange: (change: AccountFilters, entry?: HistoryEntry) => void;
  onReset: () => void;
  /** What is behind an id in the address. */
  nameOf: (id: string | undefined) => string;
}) {
  const me = useMe();
  return (
    <>
      <ListSearch
        label="Name, code, contact, phone, city"
        value={search.q}
        onChange={(q, entry) => onChange({ q }, entry)}
        prefixes={prefixes}
      />
      <RadioFilter
        label="Trades as"
        value={search.role}
        options={roles}
        all="Sellers and buyers"
        onChange={(role) => onChange({ role })}
      />
      <ChoiceFilter
        label="Owner"
        source={peopleSource}
        id={search.ownerId}
        name={search.ownerId === me.id ? 'me' : nameOf(search.ownerId)}
        onChange={(ownerId) => onChange({ ownerId })}
      />
      <RadioFilter
        label="State"
        value={search.isActive}
        options={states}
        all="Active and inactive"
        onChange={(isActive) => onChange({ isActive })}
      />
      <FilterToggle
        label="Mine"
        isOn={search.ownerId === me.id}
        onChange={(isOn) => onChange({ ownerId: isOn ? me.id : undefined })}
      />
      {isFiltered(search) && (
        <Button variant="subtle" size="compact-sm" onClick={onReset}>
          Clear all
        </Button>
      )}
    </>
  );
}
