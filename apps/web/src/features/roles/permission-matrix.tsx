import '../../ui/rights-table.css';
import { Checkbox } from '@mantine/core';
import { actions, modules, type Permission, permissions } from '@pace/shared/permissions';
import { Lock, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { actionWords, moduleWords } from '../../lib/rights.ts';

interface MatrixProps {
  label: string;
  selected: ReadonlySet<string>;
  /** What is saved: what differs from it is marked. */
  saved: ReadonlySet<string>;
  /** Nobody gives or takes what he does not hold: the rest is shown and stays as it is. */
  mayGrant: (right: Permission) => boolean;
  /** Rights that the server named when it refused. */
  refused?: ReadonlySet<string>;
  onToggle: (rights: readonly Permission[], isOn: boolean) => void;
}

/** The first row and the first column of the grid are the switches of a whole column and a whole row. */
const rowCount = modules.length + 1;
const columnCount = actions.length + 1;

/** The rights that a cell of the grid switches: one, those of a module, of an action, or all. */
function rightsAt(row: number, column: number): readonly Permission[] {
  const [module, action] = [modules[row - 1], actions[column - 1]];
  return permissions.filter((right) => {
    const [ofModule, ofAction] = right.split(':');
    return (module === undefined || module === ofModule) && (action === undefined || action === ofAction);
  });
}

function nameOf(row: number, column: number): string {
  const [module, action] = [modules[row - 1], actions[column - 1]];
  const what = module === undefined ? 'everything' : moduleWords[module].label;
  return action === undefined ? `${what}: all` : `${what}: ${actionWords[action].toLowerCase()}`;
}

/** Ten modules by five actions. One Tab stop; arrow keys, Home and End move, Space switches. */
export function PermissionMatrix(props: MatrixProps) {
  const [at, setAt] = useState({ row: 1, column: 1 });
  const table = useRef<HTMLTableElement>(null);
  const hintId = useId();

  function go(row: number, column: number) {
    const next = {
      row: Math.min(Math.max(row, 0), rowCount - 1),
      column: Math.min(Math.max(column, 0), columnCount - 1),
    };
    setAt(next);
    table.current?.querySelector<HTMLInputElement>(`[data-at="${next.row},${next.column}"]`)?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    const isFar = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => go(isFar ? 0 : at.row - 1, at.column),
      ArrowDown: () => go(isFar ? rowCount : at.row + 1, at.column),
      ArrowLeft: () => go(at.row, isFar ? 0 : at.column - 1),
      ArrowRight: () => go(at.row, isFar ? columnCount : at.column + 1),
      Home: () => go(isFar ? 0 : at.row, 0),
      End: () => go(isFar ? rowCount : at.row, columnCount),
    };
    const move = moves[event.key];
    if (move === undefined || event.altKey || event.shiftKey) return;
    event.preventDefault();
    move();
  }

  const box = (row: number, column: number) => (
    <MatrixBox
      {...props}
      row={row}
      column={column}
      hintId={hintId}
      isCurrent={at.row === row && at.column === column}
      onFocus={() => setAt({ row, column })}
    />
  );

  return (
    <>
      <table
        ref={table}
        className="rights-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are walked with the arrow keys is a grid
        role="grid"
        aria-label={props.label}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col">
              <div className="rights-table-row">
                {box(0, 0)}
                <span aria-hidden>All</span>
              </div>
            </th>
            {actions.map((action, index) => (
              <th key={action} scope="col">
                <div className="rights-table-column">
                  <span>{actionWords[action]}</span>
                  {box(0, index + 1)}
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {modules.map((module, index) => (
            <tr key={module}>
              <th scope="row">
                <div className="rights-table-row">
                  {box(index + 1, 0)}
                  <span>
                    {moduleWords[module].label}
                    {moduleWords[module].hint !== undefined && (
                      <span className="rights-table-hint"> {moduleWords[module].hint}</span>
                    )}
                  </span>
                </div>
              </th>
              {actions.map((action, column) => (
                <MatrixCell key={action} {...props} right={`${module}:${action}`}>
                  {box(index + 1, column + 1)}
                </MatrixCell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p id={hintId} hidden>
        You do not hold this right yourself, so you can neither give nor take it.
      </p>
    </>
  );
}

function MatrixCell({
  right,
  saved,
  selected,
  refused,
  mayGrant,
  children,
}: MatrixProps & { right: Permission; children: React.ReactNode }) {
  const change =
    selected.has(right) === saved.has(right) ? undefined : selected.has(right) ? 'added' : 'removed';
  const Mark = change === 'added' ? Plus : change === 'removed' ? Minus : mayGrant(right) ? undefined : Lock;
  return (
    <td data-change={change} data-refused={refused?.has(right) || undefined}>
      {children}
      {Mark !== undefined && <Mark className="rights-table-mark" size={11} aria-hidden />}
    </td>
  );
}

function MatrixBox(
  props: MatrixProps & {
    row: number;
    column: number;
    hintId: string;
    isCurrent: boolean;
    onFocus: () => void;
  },
) {
  const { row, column, selected, saved } = props;
  const rights = rightsAt(row, column);
  const changeable = rights.filter(props.mayGrant);
  const heldCount = rights.filter((right) => selected.has(right)).length;
  const isLocked = changeable.length === 0;
  const only = rights.length === 1 ? rights[0] : undefined;
  const change =
    only === undefined || selected.has(only) === saved.has(only)
      ? ''
      : selected.has(only)
        ? ', will be given'
        : ', will be taken';
  return (
    <Checkbox
      size="xs"
      data-at={`${row},${column}`}
      aria-label={`${nameOf(row, column)}${change}`}
      aria-disabled={isLocked || undefined}
      aria-invalid={(only !== undefined && props.refused?.has(only)) || undefined}
      aria-describedby={isLocked ? props.hintId : undefined}
      title={isLocked ? 'You do not hold this right yourself' : undefined}
      tabIndex={props.isCurrent ? 0 : -1}
      checked={heldCount === rights.length}
      indeterminate={heldCount > 0 && heldCount < rights.length}
      onFocus={props.onFocus}
      onChange={() => {
        if (!isLocked) props.onToggle(changeable, !changeable.every((right) => selected.has(right)));
      }}
    />
  );
}
