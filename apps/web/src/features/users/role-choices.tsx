import './users.css';
import { Checkbox } from '@mantine/core';

/** A role as far as it matters for giving it to somebody. */
export interface ChoosableRole {
  id: string;
  name: string;
  description: string | null;
  isActive: boolean;
  permissions: readonly string[];
}

/** Roles to choose from. One that gives more than the chooser holds can be seen, and taken away, but not given. */
export function RoleChoices({
  roles,
  selected,
  held,
  mine,
  error,
  isDisabled = false,
  onToggle,
}: {
  roles: readonly ChoosableRole[];
  selected: ReadonlySet<string>;
  /** Roles the person holds already: taking them needs no rights of one's own. */
  held: ReadonlySet<string>;
  /** The rights of whoever chooses. */
  mine: readonly string[];
  error?: string | undefined;
  isDisabled?: boolean;
  onToggle: (roleId: string, isOn: boolean) => void;
}) {
  return (
    <Checkbox.Group
      label="Roles"
      labelProps={{ className: 'visually-hidden' }}
      error={error}
      value={[...selected]}
    >
      <div className="role-choices">
        {roles.map((role) => {
          const isBeyond = !held.has(role.id) && role.permissions.some((right) => !mine.includes(right));
          return (
            <Checkbox
              key={role.id}
              value={role.id}
              disabled={isDisabled || isBeyond}
              label={
                <>
                  {role.name}
                  {!role.isActive && <span className="muted"> (switched off, gives nothing)</span>}
                </>
              }
              description={
                isBeyond ? 'You cannot give this role: it has rights that you do not hold.' : role.description
              }
              onChange={(event) => onToggle(role.id, event.currentTarget.checked)}
            />
          );
        })}
      </div>
    </Checkbox.Group>
  );
}
