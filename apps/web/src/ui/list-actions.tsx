import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Download, Plus } from 'lucide-react';
import { useHotkeys } from '../lib/hotkeys.ts';
import { useMay } from '../lib/session.ts';
import { Can } from './can.tsx';
import { LinkButton } from './link-button.tsx';

/** What stands above a list: the file of what is shown, and a new record, which `N` begins as well. */
export function ListActions({
  module,
  noun,
  exportHref,
}: {
  module: 'orders' | 'accounts' | 'products';
  /** One of them: `account`. */
  noun: string;
  exportHref: string;
}) {
  const may = useMay();
  const navigate = useNavigate();
  const to = `/${module}/new` as const;
  useHotkeys({ n: () => may(`${module}:create`) && void navigate({ to }) });
  return (
    <>
      <Can do={`${module}:export`}>
        <Button
          component="a"
          href={exportHref}
          download
          variant="default"
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
