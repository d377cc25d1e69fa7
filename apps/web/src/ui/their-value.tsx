import './their-value.css';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** Below a field that somebody else saved while it was edited here: their value, and the choice. */
export function TheirValue({
  label,
  value,
  onSettle,
}: {
  label: string;
  value: ReactNode;
  onSettle: (side: 'mine' | 'theirs') => void;
}) {
  return (
    <div className="their-value" role="status">
      <span>
        {label} was changed meanwhile to <strong>{value === '' ? 'nothing' : value}</strong>.
      </span>
      <Button size="compact-xs" variant="default" onClick={() => onSettle('theirs')}>
        Take theirs
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => onSettle('mine')}>
        Keep mine
      </Button>
    </div>
  );
}
