import type { Permission } from '@pace/shared/permissions';
import type { ReactNode } from 'react';
import { useMay } from '../lib/session.ts';
import { Page } from './page.tsx';
import { EmptyState } from './states.tsx';

/** A whole screen for those who hold the right; the others are told at once, and the API refuses them as well. */
export function Needs({ right, children }: { right: Permission; children: ReactNode }) {
  return useMay()(right) ? children : <NotForYou />;
}

export function NotForYou() {
  return (
    <Page title="Not for you">
      <EmptyState title="Your roles do not allow this screen.">
        Ask an administrator for the right.
      </EmptyState>
    </Page>
  );
}
