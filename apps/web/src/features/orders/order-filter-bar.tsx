import { Button, Checkbox, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatAmount, formatDate } from '../../lib/format.ts';
import { type Check, isAmount, isDate } from '../../lib/search-checks.ts';
import { typedDecimal } from '../../lib/typed-decimal.ts';
import { ChoiceFilter } from '../../ui/choice-filter.tsx';
import { accountSource, productSource } from '../../ui/choice-sources.ts';
import { FilterChip, FilterToggle } from '../../ui/filter-chip.tsx';
import { type HistoryEntry, ListSearch } from '../../ui/list-search.tsx';
import { statusWord } from '../../ui/status-chip.tsx';
import {
  isFiltered,
  type OrderFilters,
  type OrderListSearch,
  statuses,
  statusesOf,
  statusParam,
} from './order-filters.ts';

interface FilterBarProps {
  search: OrderListSearch;
  onChange: (change: OrderFilters, entry?: HistoryEntry) => void;
  onReset: () => void;
  /** What is behind an id in the address. */
  nameOf: (id: string | undefined) => string;
}

const sellers = accountSource('seller');
const buyers = accountSource('buyer');

/** Everything orders can be looked for by; each change is in the address at once. */
export function OrderFilterBar({ search, onChange, onReset, nameOf }: FilterBarProps) {
  return (
    <>
      <ListSearch
        label="Number, seller, buyer, PO"
        value={search.q}
        onChange={(q, entry) => onChange({ q }, entry)}
      />
      <StatusFilter search={search} onChange={onChange} />
      <ChoiceFilter
        label="Seller"
        source={sellers}
        right="accounts:view"
        id={search.sellerId}
        name={nameOf(search.sellerId)}
        onChange={(sellerId) => onChange({ sellerId })}
      />
      <ChoiceFilter
        label="Buyer"
        source={buyers}
        right="accounts:view"
        id={search.buyerId}
        name={nameOf(search.buyerId)}
        onChange={(buyerId) => onChange({ buyerId })}
      />
      <ChoiceFilter
        label="Product"
        source={productSource}
        right="products:view"
        id={search.productId}
        name={nameOf(search.productId)}
        onChange={(productId) => onChange({ productId })}
      />
      <RangeFilter
        label="Date"
        kind={dates}
        from={search.orderDateFrom}
        to={search.orderDateTo}
        onChange={(orderDateFrom, orderDateTo) => onChange({ orderDateFrom, orderDateTo })}
      />
      <RangeFilter
        label="Ships"
        kind={dates}
        from={search.shipDateFrom}
        to={search.shipDateTo}
        onChange={(shipDateFrom, shipDateTo) => onChange({ shipDateFrom, shipDateTo })}
      />
      <AttentionFilter search={search} onChange={onChange} />
      <RangeFilter
        label="Amount"
        kind={amounts}
        from={search.amountMin}
        to={search.amountMax}
        onChange={(amountMin, amountMax) => onChange({ amountMin, amountMax })}
      />
      <FilterToggle
        label="Mine"
        isOn={search.mine === 'true'}
        onChange={(isOn) => onChange({ mine: isOn ? 'true' : undefined })}
      />
      {isFiltered(search) && (
        <Button variant="subtle" size="compact-sm" onClick={onReset}>
          Clear all
        </Button>
      )}
    </>
  );
}

const cancelledWords = { true: 'only cancelled', false: 'not cancelled' } as const;

function StatusFilter({ search, onChange }: Pick<FilterBarProps, 'search' | 'onChange'>) {
  const chosen = statusesOf(search);
  const words = [
    ...chosen.map(statusWord),
    ...(search.isCancelled === 'true' || search.isCancelled === 'false'
      ? [cancelledWords[search.isCancelled]]
      : []),
  ];
  return (
    <FilterChip
      label="Status"
      value={words.length === 0 ? undefined : words.join(', ')}
      onClear={() => onChange({ status: undefined, isCancelled: undefined })}
    >
      {() => (
        <Stack gap="sm">
          <Checkbox.Group
            label="Status"
            value={chosen}
            onChange={(next) => onChange({ status: statusParam(next) })}
          >
            <Stack gap="xs" mt={6}>
              {statuses.map((status) => (
                <Checkbox key={status} size="xs" value={status} label={statusWord(status)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Radio.Group
            label="Cancelled orders"
            value={search.isCancelled ?? 'with'}
            onChange={(value) => onChange({ isCancelled: value === 'with' ? undefined : value })}
          >
            <Stack gap="xs" mt={6}>
              <Radio size="xs" value="with" label="With the others" />
              <Radio size="xs" value="false" label="Leave out" />
              <Radio size="xs" value="true" label="Only these" />
            </Stack>
          </Radio.Group>
        </Stack>
      )}
    </FilterChip>
  );
}

const attentionWords: Readonly<Record<string, string>> = {
  old_draft: 'drafts of other days',
  unposted: 'confirmed, not posted',
  overdue_shipment: 'past their ship date',
};

function AttentionFilter({ search, onChange }: Pick<FilterBarProps, 'search' | 'onChange'>) {
  return (
    <FilterChip
      label="Attention"
      value={search.attention && attentionWords[search.attention]}
      onClear={() => onChange({ attention: undefined })}
    >
      {(close) => (
        <Radio.Group
          label="Orders that need attention"
          value={search.attention ?? ''}
          onChange={(attention) => {
            onChange({ attention });
            close();
          }}
        >
          <Stack gap="xs" mt={6}>
            {Object.entries(attentionWords).map(([value, label]) => (
              <Radio key={value} size="xs" value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </FilterChip>
  );
}

interface RangeKind {
  type: 'date' | 'text';
  format: (value: string) => string;
  check: Check;
  /** What is said beside a field that holds something else. */
  wanted: string;
}
const dates: RangeKind = {
  type: 'date',
  format: formatDate,
  check: isDate,
  wanted: 'must be a date from 1900 to 2200',
};
const amounts: RangeKind = {
  type: 'text',
  format: formatAmount,
  check: isAmount,
  wanted: 'must be an amount such as 1,250.00',
};

function RangeFilter({
  label,
  kind,
  from,
  to,
  onChange,
}: {
  label: string;
  kind: RangeKind;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}) {
  const { format } = kind;
  const words = [from && `from ${format(from)}`, to && `to ${format(to)}`].filter(Boolean).join(' ');
  return (
    <FilterChip
      label={label}
      value={words === '' ? undefined : words}
      onClear={() => onChange(undefined, undefined)}
    >
      {(close) => (
        <RangeForm
          kind={kind}
          from={from}
          to={to}
          onApply={(...range) => {
            onChange(...range);
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

function RangeForm({
  kind: { type, check, wanted },
  from,
  to,
  onApply,
}: {
  kind: RangeKind;
  from: string | undefined;
  to: string | undefined;
  onApply: (from: string | undefined, to: string | undefined) => void;
}) {
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const field = (name: 'from' | 'to', label: string, start: string | undefined) => (
    <TextInput
      name={name}
      label={label}
      type={type}
      size="xs"
      defaultValue={start}
      error={wrong.includes(name) && wanted}
      data-autofocus={name === 'from' || undefined}
      inputMode="decimal"
    />
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const typed = new FormData(form);
        const read = (name: string) => typedDecimal(String(typed.get(name))) ?? undefined;
        const range = { from: read('from'), to: read('to') };
        const refused = (['from', 'to'] as const).filter((name) => {
          const value = range[name];
          return value !== undefined && !check(value);
        });
        setWrong(refused);
        if (refused[0] === undefined) onApply(range.from, range.to);
        else form.querySelector<HTMLInputElement>(`[name="${refused[0]}"]`)?.focus();
      }}
    >
      <Stack gap="xs">
        {field('from', 'From', from)}
        {field('to', 'To', to)}
        <Button type="submit" size="xs">
          Apply
        </Button>
      </Stack>
    </form>
  );
}
