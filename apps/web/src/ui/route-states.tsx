import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isProblem } from '../lib/problem.ts';
import { LinkButton } from './link-button.tsx';
import { NotForYou } from './needs.tsx';
import { Page } from './page.tsx';
import { EmptyState, ErrorBox, RecordSkeleton } from './states.tsx';

/** A screen that could not be shown; the frame around it stays. */
export function RouteFailed({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  useEffect(() => reset(), [reset]);
  if (isProblem(error) && error.status === 404) return <RouteNotFound />;
  if (isProblem(error, 'permission.missing')) return <NotForYou />;
  return (
    <Page title="This screen could not be shown">
      <ErrorBox error={error} retry={() => void router.invalidate()} />
    </Page>
  );
}

export function RouteNotFound() {
  return (
    <Page title="Nothing here">
      <EmptyState title="There is nothing at this address.">
        It may have been deleted, or the link is incomplete.
        <LinkButton to="/" variant="default">
          To the start
        </LinkButton>
      </EmptyState>
    </Page>
  );
}

export function RoutePending() {
  return (
    <Page title=" ">
      <RecordSkeleton />
    </Page>
  );
}
