import './conflict-note.css';
import { Button } from '@mantine/core';

/** Under a field that is being edited: somebody else saved another value meanwhile, and the person chooses. */
export function ConflictNote({
  label,
  theirs,
  onSettle,
}: {
  /** The field, in the words of its label. */
  label: string;
  /** What it holds now, in words. */
  theirs: string;
  onSettle: (side: 'mine' | 'theirs') => void;
}) {
  return (
    <div className="conflict-note" role="status">
      <span>
        {label} was changed meanwhile to <strong>{theirs === '' ? 'nothing' : theirs}</strong>.
      </span>
      <span className="nowrap">
        <Button size="compact-xs" onClick={() => onSettle('mine')} aria-label={`${label}: keep mine`}>
          Keep mine
        </Button>{' '}
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => onSettle('theirs')}
          aria-label={`${label}: take theirs`}
        >
          Take theirs
        </Button>
      </span>
    </div>
  );
}
