import { Button, Text } from '@mantine/core';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { count } from '../lib/format.ts';
import { refreshChanged } from '../lib/live-list.ts';
import { announce, announceError } from '../lib/undo.tsx';

interface Item {
  id: string;
  name: string;
  isActive: boolean;
  version: number;
}

type Action = 'activate' | 'deactivate';
type Results = { id: string; ok: boolean; version: number | null; error: { detail: string } | null }[];

/** What the API takes in one request. */
const mostAtOnce = 200;

/** Chosen accounts or products, activated, deactivated or exported at once; each button counts those it would touch. */
export function ActiveBulkBar<Row extends Item>({
  noun,
  selected,
  mayEdit,
  run,
  queryKey,
  onExport,
  onDone,
}: {
  /** One of them: `account`. */
  noun: string;
  selected: Row[];
  mayEdit: boolean;
  run: (action: Action, items: { id: string; version: number }[]) => Promise<{ results: Results }>;
  /** What shows them, and is read again afterwards. */
  queryKey: QueryKey;
  /** Absent for who may not export. */
  onExport: (() => void) | undefined;
  onDone: () => void;
}) {
  const queryClient = useQueryClient();
  const touched = (action: Action) =>
    selected.filter(({ isActive }) => isActive !== (action === 'activate')).slice(0, mostAtOnce);

  const refreshed = (changed: readonly { id: string }[]) =>
    refreshChanged(queryClient, queryKey, new Set(changed.map(({ id }) => id)));

  const change = useMutation({
    mutationFn: async (action: Action) => ({ action, ...(await run(action, versioned(touched(action)))) }),
    onSuccess: ({ action, results }) => {
      const done = results.filter(({ ok }) => ok);
      const refused = results.filter(({ ok }) => !ok);
      const back = action === 'activate' ? 'deactivate' : 'activate';
      if (done.length > 0) {
        announce(`${count(done.length, noun)} ${action}d`, {
          run: async () => {
            const items = done.flatMap(({ id, version }) => (version === null ? [] : [{ id, version }]));
            const undone = (await run(back, items)).results.filter(({ ok }) => !ok);
            await refreshed(done);
            if (undone.length > 0) throw refusal(undone, selected, noun);
          },
        });
      }
      if (refused.length > 0) announceError(refusal(refused, selected, noun));
      onDone();
      return refreshed(done);
    },
    onError: announceError,
  });

  return (
    <>
      <Text size="sm" fw={600}>
        {selected.length} selected
      </Text>
      {mayEdit &&
        (['activate', 'deactivate'] as const)
          .filter((action) => touched(action).length > 0)
          .map((action) => (
            <Button
              key={action}
              size="xs"
              variant="default"
              loading={change.isPending}
              onClick={() => change.mutate(action)}
            >
              {action === 'activate' ? 'Activate' : 'Deactivate'} {touched(action).length}
            </Button>
          ))}
      {onExport !== undefined && (
        <Button size="xs" variant="default" onClick={onExport}>
          Export {selected.length}
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={onDone}>
        Clear the selection
      </Button>
    </>
  );
}

const versioned = (items: readonly Item[]) => items.map(({ id, version }) => ({ id, version }));

function refusal(refused: Results, items: readonly Item[], noun: string): Error {
  const lines = refused.slice(0, 5).map(({ id, error }) => {
    const name = items.find((item) => item.id === id)?.name ?? id;
    return `${name}: ${error?.detail ?? ''}`;
  });
  const more = refused.length > 5 ? ` And ${refused.length - 5} more.` : '';
  return new Error(`${count(refused.length, noun)} stayed as they were. ${lines.join(' ')}${more}`);
}
