import './states.css';
import { Button, Skeleton, Stack } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { describeOutcome, fieldSentences } from '../lib/problem.ts';

/** Nothing here yet, and what to do next. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty-state">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/**
 * What went wrong, in one sentence. Fields that no input of the screen shows are listed, so that none goes unseen:
 * `except` names those the form shows itself.
 */
export function ErrorBox({
  error,
  retry,
  except,
}: {
  error: unknown;
  retry?: () => void;
  except?: (path: string) => boolean;
}) {
  if (error === null || error === undefined) return null;
  const fields = fieldSentences(error, except);
  return (
    <div className="error-box" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <div>
        {describeOutcome(error)}
        {fields.length > 0 && (
          <ul>
            {fields.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
      {retry !== undefined && (
        <Button size="compact-sm" variant="default" onClick={retry} ml="auto">
          Try again
        </Button>
      )}
    </div>
  );
}

/** Something the person should know before going on, with what they can do about it. */
export function Notice({ tone = 'info', children }: { tone?: 'info' | 'warn'; children: ReactNode }) {
  return (
    <div className="notice" data-tone={tone} role="status">
      {children}
    </div>
  );
}

/** The shape of a record that is on its way. */
export function RecordSkeleton() {
  return (
    <Stack gap="md" aria-hidden>
      <Skeleton height={28} width="40%" />
      <Skeleton height={120} />
      <Skeleton height={240} />
    </Stack>
  );
}
