import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../lib/session.ts';
import { ChoiceFilter } from '../../ui/choice-filter.tsx';
import { peopleSource } from '../../ui/choice-sources.ts';
import { FilterToggle } from '../../ui/filter-chip.tsx';
import { ListSearch } from '../../ui/list-search.tsx';
import { RadioFilter } from '../../ui/radio-filter.tsx';
import { peopleQuery } from '../../ui/reference-queries.ts';
import { type AccountFilters, type AccountListSearch, isFiltered } from './account-filters.ts';
import type { AccountSummary } from './accounts.queries.ts';

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
  sample,
}: {
  search: AccountListSearch;
  onChange: (change: AccountFilters) => void;
  onReset: () => void;
  /** The list's first account, which knows its owner's name; null when the list is empty. */
  sample: AccountSummary | null | undefined;
}) {
  const me = useMe();
  // Asked for only when no account on screen says the name.
  const people = useQuery({ ...peopleQuery, enabled: search.ownerId !== undefined && sample === null });
  const ownerName = sample?.owner?.name ?? people.data?.find((person) => person.id === search.ownerId)?.name;
  return (
    <>
      <ListSearch
        label="Name, code, contact, phone, city"
        value={search.q}
        onChange={(q) => onChange({ q })}
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
        name={search.ownerId === me.id ? 'me' : ownerName}
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
