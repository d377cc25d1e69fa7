import './timeline.css';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { formatAgo, formatInstant } from '../lib/format.ts';

/** One thing that was done to a record: the answer of any `/activities` route has these. */
export interface Activity {
  id: string;
  action: string;
  actor: { id: string | null; name: string };
  source: string;
  changes: Record<string, { from?: unknown; to?: unknown }>;
  at: string;
}

interface TimelineProps {
  activities: readonly Activity[];
  /** A field's name and value in the words of the screen; null leaves the change out. */
  describe: (field: string, value: unknown) => { label: string; value: ReactNode } | null;
  hasMore?: boolean;
  onMore?: () => void;
}

/** Who did what when, newest first. */
export function Timeline({ activities, describe, hasMore = false, onMore }: TimelineProps) {
  return (
    <>
      <ol className="timeline">
        {activities.map((activity) => (
          <li key={activity.id}>
            <strong>{activity.actor.name}</strong> {activity.action}{' '}
            <time className="muted nowrap" dateTime={activity.at} title={formatInstant(activity.at)}>
              {formatAgo(activity.at)}
            </time>
            <Changes changes={activity.changes} describe={describe} />
          </li>
        ))}
      </ol>
      {hasMore && (
        <Button variant="subtle" size="compact-sm" onClick={onMore}>
          Earlier
        </Button>
      )}
    </>
  );
}

const shownAtFirst = 6;

function Changes({ changes, describe }: { changes: Activity['changes'] } & Pick<TimelineProps, 'describe'>) {
  const [isComplete, setComplete] = useState(false);
  const described = Object.entries(changes).flatMap(([field, { from, to }]) => {
    const [before, after] = [describe(field, from), describe(field, to)];
    return before === null || after === null ? [] : [{ field, label: after.label, before, after, from, to }];
  });
  if (described.length === 0) return null;
  const shown = isComplete ? described : described.slice(0, shownAtFirst);
  return (
    <ul className="timeline-changes">
      {shown.map(({ field, label, before, after, from, to }) => (
        <li key={field}>
          {label}: {isSomething(from) && <del>{before.value}</del>} {isSomething(from) && '→ '}
          <ins>{isSomething(to) ? after.value : 'nothing'}</ins>
        </li>
      ))}
      {shown.length < described.length && (
        <li>
          <Button variant="subtle" size="compact-xs" onClick={() => setComplete(true)}>
            {described.length - shown.length} more
          </Button>
        </li>
      )}
    </ul>
  );
}

function isSomething(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}
