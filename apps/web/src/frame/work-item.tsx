import { Button, CloseButton } from '@mantine/core';
import { useRef } from 'react';
import { formatNumber } from '../lib/format.ts';
import { dropWork, type LongWork } from '../lib/long-work.ts';

/** One piece of long work: how far it is, or what came of it. */
export function WorkItem({ work }: { work: LongWork }) {
  const { id, state, text, progress, refused = [], actions = [] } = work;
  const item = useRef<HTMLElement>(null);
  const isRunning = state === 'running';
  return (
    <section className="work" data-state={state} ref={item} tabIndex={-1} aria-label="Long work">
      <div className="work-line">
        <span role="status">{text}</span>
        {isRunning && (
          <progress
            aria-label={text}
            {...(progress !== undefined && { value: progress.done, max: progress.total })}
          />
        )}
        {isRunning && progress !== undefined && (
          <span className="nowrap">
            {formatNumber(progress.done)} of {formatNumber(progress.total)}
          </span>
        )}
        {isRunning && <span className="work-hint muted">Go on working; only keep this tab open.</span>}
        <span className="work-actions">
          {actions.map(({ label, run }) => (
            <Button
              key={label}
              size="compact-sm"
              variant="default"
              onClick={() => {
                // The button goes with what it does; the keyboard stays here.
                item.current?.focus();
                run();
              }}
            >
              {label}
            </Button>
          ))}
          {!isRunning && (
            <CloseButton
              size="sm"
              aria-label="Dismiss"
              onClick={() => {
                document.querySelector<HTMLElement>('#main')?.focus();
                dropWork(id);
              }}
            />
          )}
        </span>
      </div>
      {refused.length > 0 && !isRunning && (
        <details open={refused.length <= fewRefused}>
          <summary>
            {formatNumber(refused.length)} stayed as {refused.length === 1 ? 'it was' : 'they were'}
          </summary>
          <ul>
            {refused.map((one) => (
              <li key={one.id}>
                <strong>{one.name}</strong> {one.why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const fewRefused = 5;
