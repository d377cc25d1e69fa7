import './conflict-view.css';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { count } from '../lib/format.ts';

/** A field that both sides changed, to different values. */
export interface Conflict {
  path: string;
  label: string;
  before: ReactNode;
  mine: ReactNode;
  theirs: ReactNode;
}

export type Side = 'mine' | 'theirs';
const sideWords: Readonly<Record<Side, string>> = { mine: 'Yours', theirs: 'Theirs' };

/**
 * Somebody else saved meanwhile. What only one side changed is taken from that side; for the rest both are shown, field
 * by field, and the person chooses.
 */
export function ConflictView({
  who,
  conflicts,
  mergedCount,
  onSettle,
  onClose,
}: {
  /** Whose version is in the way, where that is known. */
  who: string;
  conflicts: readonly Conflict[];
  /** How many of their changes could be taken over without asking. */
  mergedCount: number;
  onSettle: (choices: ReadonlyMap<string, Side>) => void;
  onClose: () => void;
}) {
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(
    () => new Map(conflicts.map(({ path }) => [path, 'mine'])),
  );
  const all = (side: Side) => setChoices(new Map(conflicts.map(({ path }) => [path, side])));

  return (
    <Modal opened onClose={onClose} size="xl" title={`${who} saved this meanwhile`}>
      <Stack gap="md">
        <Text>
          {mergedCount > 0 &&
            `${count(mergedCount, 'other change')} of theirs ${mergedCount === 1 ? 'is' : 'are'} taken over. `}
          {conflicts.length === 0
            ? 'Nothing you typed is in the way: save again to keep both.'
            : 'Here you both changed the same; choose what holds.'}
        </Text>
        {conflicts.length > 0 && (
          <table className="conflict-view">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Before</th>
                <th scope="col">{sideWords.mine}</th>
                <th scope="col">{sideWords.theirs}</th>
              </tr>
            </thead>
            <tbody>
              {conflicts.map(({ path, label, before, mine, theirs }) => (
                <tr key={path}>
                  <th scope="row">{label}</th>
                  <td className="muted" data-label="Before">
                    {before}
                  </td>
                  {(['mine', 'theirs'] as const).map((side) => (
                    <td key={side} data-label={sideWords[side]}>
                      <label>
                        <input
                          type="radio"
                          name={path}
                          checked={choices.get(path) === side}
                          onChange={() => setChoices(new Map(choices).set(path, side))}
                          aria-label={`${label}: ${side === 'mine' ? 'yours' : 'theirs'}`}
                        />
                        <span>{side === 'mine' ? mine : theirs}</span>
                      </label>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Group justify="space-between">
          <Group gap="xs">
            {conflicts.length > 1 && (
              <>
                <Button variant="default" size="xs" onClick={() => all('mine')}>
                  All mine
                </Button>
                <Button variant="default" size="xs" onClick={() => all('theirs')}>
                  All theirs
                </Button>
              </>
            )}
          </Group>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Go on editing
            </Button>
            <Button data-autofocus onClick={() => onSettle(choices)}>
              {conflicts.length === 0 ? 'Save both' : 'Save with these choices'}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
