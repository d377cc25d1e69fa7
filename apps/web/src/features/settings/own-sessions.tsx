import './settings.css';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useState } from 'react';
import { formatAgo, formatInstant } from '../../lib/format.ts';
import { isProblem } from '../../lib/problem.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/page.tsx';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { Chip } from '../../ui/status-chip.tsx';
import { endOtherSessions, endSession, sessionsQuery } from './settings.queries.ts';

/** Where one is signed in, this browser first; any other place can be signed out from here. */
export function OwnSessions() {
  const queryClient = useQueryClient();
  /** What is asked about: one session, or all but this one. */
  const [asked, setAsked] = useState<{ id: string; device: string } | 'others'>();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const refresh = () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: () => announce('That session has ended'),
    onError: (problem) => {
      // Ended meanwhile by itself or elsewhere: what was wanted is so.
      if (!isProblem(problem, 'session.not_found')) announceError(problem);
    },
    onSettled: refresh,
  });
  const endOthers = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: () => announce('All your other sessions have ended'),
    onError: announceError,
    onSettled: refresh,
  });

  if (data === undefined) {
    return error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />;
  }
  const sessions = data.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
  return (
    <Panel
      title="Where you are signed in"
      flush
      actions={
        sessions.length > 1 && (
          <Button
            size="xs"
            variant="default"
            loading={endOthers.isPending}
            onClick={() => setAsked('others')}
          >
            End all others
          </Button>
        )
      }
    >
      <table className="settings-table" aria-label="Where you are signed in">
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col" className="settings-extra">
              Signed in
            </th>
            <th scope="col">Last seen</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => {
            const device = session.device ?? 'Unknown device';
            return (
              <tr key={session.id}>
                <th scope="row">{device}</th>
                <td className="settings-extra">
                  <time dateTime={session.createdAt}>{formatInstant(session.createdAt)}</time>
                </td>
                <td>{session.isCurrent ? 'now' : formatAgo(session.lastSeenAt)}</td>
                <td>
                  {session.isCurrent ? (
                    <Chip tone="good" icon={MonitorSmartphone}>
                      This one
                    </Chip>
                  ) : (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`End the session on ${device}`}
                      loading={end.isPending && end.variables === session.id}
                      onClick={() => setAsked({ id: session.id, device })}
                    >
                      End
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {asked !== undefined && (
        <ConfirmDialog
          title={asked === 'others' ? 'End all other sessions?' : `End the session on ${asked.device}?`}
          action={asked === 'others' ? 'End them' : 'End it'}
          onConfirm={() => (asked === 'others' ? endOthers.mutate() : end.mutate(asked.id))}
          onClose={() => setAsked(undefined)}
        >
          Whoever works there has to sign in again. What was typed there is kept in that browser.
        </ConfirmDialog>
      )}
    </Panel>
  );
}
