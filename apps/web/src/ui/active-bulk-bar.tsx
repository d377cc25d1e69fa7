import { Button, Text } from '@mantine/core';
import type { Schemas } from '@pace/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { type BulkCommand, type BulkItem, startBulk } from '../lib/bulk-work.ts';
import { exportChosen } from '../lib/export-work.ts';
import { formatNumber } from '../lib/format.ts';
import { refreshChanged } from '../lib/live-list.ts';
import { useIsWorkedOn } from '../lib/long-work.ts';
import { useMay, useMe } from '../lib/session.ts';
import type { Deselect } from './data-table.tsx';

type Action = 'activate' | 'deactivate';

export interface CatalogueRequests {
  /** Activates or deactivates; each answers for itself. */
  run: (
    action: Action,
    items: { id: string; version: number }[],
    key: string,
  ) => Promise<Schemas['BulkResult']>;
  /** Chosen ones as a file. */
  chosenFile: (ids: string[]) => Promise<Blob>;
}

interface ActiveBulkBarProps<Row extends BulkItem> extends CatalogueRequests {
  module: 'accounts' | 'products';
  /** One of them: `account`. */
  noun: string;
  selected: Row[];
  deselect: Deselect;
}

const words = {
  activate: { label: 'Activate', doing: 'Activating', done: 'activated' },
  deactivate: { label: 'Deactivate', doing: 'Deactivating', done: 'deactivated' },
} as const;

/** Chosen accounts or products, activated, deactivated or exported at once; each button counts those it would touch. */
export function ActiveBulkBar<Row extends BulkItem & { isActive: boolean }>(props: ActiveBulkBarProps<Row>) {
  const { module, noun, selected, deselect } = props;
  const may = useMay();
  const { id: userId } = useMe();
  const queryClient = useQueryClient();
  const isBusy = useIsWorkedOn(module);
  const touched = (action: Action) => selected.filter(({ isActive }) => isActive !== (action === 'activate'));

  function command(action: Action, items: readonly Row[]): BulkCommand<Row> {
    return {
      userId,
      topic: module,
      noun,
      words: words[action],
      groups: [items],
      send: (batch, key) =>
        props.run(
          action,
          batch.map(({ id, version }) => ({ id, version })),
          key,
        ),
      onChanged: deselect,
      refresh: (ids) => refreshChanged(queryClient, [module], new Set(ids)),
    };
  }

  function change(action: Action) {
    const back = action === 'activate' ? 'deactivate' : 'activate';
    void startBulk({
      ...command(action, touched(action)),
      reverse: (changed) => command(back, changed),
    });
  }

  return (
    <>
      <Text size="sm" fw={600}>
        {formatNumber(selected.length)} selected
      </Text>
      {may(`${module}:edit`) &&
        (['activate', 'deactivate'] as const)
          .filter((action) => touched(action).length > 0)
          .map((action) => (
            <Button key={action} size="xs" variant="default" loading={isBusy} onClick={() => change(action)}>
              {words[action].label} {formatNumber(touched(action).length)}
            </Button>
          ))}
      {may(`${module}:export`) && (
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            const ids = selected.map(({ id }) => id);
            void exportChosen({ userId, noun, topic: module }, ids, props.chosenFile);
          }}
        >
          Export {formatNumber(selected.length)}
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={() => deselect()}>
        Clear the selection
      </Button>
    </>
  );
}
