import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Download, Plus } from 'lucide-react';
import { exportFilter } from '../lib/export-work.ts';
import { useHotkeys } from '../lib/hotkeys.ts';
import { useIsWorkedOn } from '../lib/long-work.ts';
import { useMay, useMe } from '../lib/session.ts';
import { Can } from './can.tsx';
import { LinkButton } from './link-button.tsx';

/** What stands above a list: the file of what is shown, and a new record, which `N` begins as well. */
export function ListActions({
  module,
  noun,
  exportHref,
  rows,
}: {
  module: 'orders' | 'accounts' | 'products';
  /** One of them: `account`. */
  noun: string;
  /** Where the file is. */
  exportHref: string;
  /** How many rows it has, as far as the list knows. */
  rows: () => number | undefined;
}) {
  const may = useMay();
  const { id: userId } = useMe();
  const isPreparing = useIsWorkedOn(`${module}.csv`);
  const navigate = useNavigate();
  const to = `/${module}/new` as const;
  useHotkeys({ n: () => may(`${module}:create`) && void navigate({ to }) });
  return (
    <>
      <Can do={`${module}:export`}>
        <Button
          variant="default"
          loading={isPreparing}
          onClick={() => void exportFilter({ userId, topic: module, noun }, exportHref, rows())}
          leftSection={<Download size={15} aria-hidden />}
        >
          Export
        </Button>
      </Can>
      <Can do={`${module}:create`}>
        <LinkButton to={to} leftSection={<Plus size={16} aria-hidden />}>
          New {noun}
        </LinkButton>
      </Can>
    </>
  );
}
