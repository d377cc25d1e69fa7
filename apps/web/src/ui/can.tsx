import type { Permission } from '@pace/shared/permissions';
import type { ReactNode } from 'react';
import { useMay } from '../lib/session.ts';

/** Shows its children to those who hold the right. The API refuses the others as well. */
export function Can({ do: permission, children }: { do: Permission; children: ReactNode }) {
  return useMay()(permission) ? children : null;
}
