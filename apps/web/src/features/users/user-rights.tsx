import './users.css';
import { actions, modules, type Permission } from '@pace/shared/permissions';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { actionWords, moduleWords } from '../../lib/rights.ts';
import { Panel } from '../../ui/page.tsx';
import { RightsTable } from '../../ui/rights-table.tsx';
import { ErrorBox, Notice, RecordSkeleton } from '../../ui/states.tsx';
import { useNarrow } from '../../ui/use-narrow.ts';
import { type UserRights as Rights, userRightsQuery } from './users.queries.ts';

/** What a person may do, and through which of their roles; what switched-off roles would add is said as well. */
export function UserRights({ userId, name }: { userId: string; name: string }) {
  const { data: rights, error, refetch } = useQuery(userRightsQuery(userId));
  const narrow = useNarrow();
  if (rights === undefined) {
    return error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />;
  }
  return (
    <>
      {!rights.isActive && (
        <Notice tone="warn">
          {name} is deactivated and may do nothing. Below is what the roles would give.
        </Notice>
      )}
      {rights.inactiveRoles.length > 0 && (
        <Notice>
          <span>
            Switched off, so that {rights.inactiveRoles.length === 1 ? 'it gives' : 'they give'} nothing:{' '}
            <RoleLinks roles={rights.inactiveRoles} />
          </span>
        </Notice>
      )}
      <Panel title={`What ${name} may do, and why`} flush>
        {narrow ? <RightsList rights={rights} /> : <RightsGrid rights={rights} name={name} />}
      </Panel>
    </>
  );
}

type Entry = Rights['permissions'][number];

function entriesOf(rights: Rights): ReadonlyMap<string, Entry> {
  return new Map(rights.permissions.map((entry) => [entry.permission, entry]));
}

function RightsGrid({ rights, name }: { rights: Rights; name: string }) {
  const entries = entriesOf(rights);
  const held = new Set(rights.permissions.flatMap((entry) => (entry.isHeld ? [entry.permission] : [])));
  return (
    <RightsTable
      label={`What ${name} may do`}
      held={held}
      why={(right: Permission) => {
        const entry = entries.get(right);
        return entry && <span className="rights-why">{whyOf(entry)}</span>;
      }}
    />
  );
}

/** On a phone: module by module what is held, and by which roles. */
function RightsList({ rights }: { rights: Rights }) {
  const entries = entriesOf(rights);
  return (
    <dl className="rights-list">
      {modules.map((module) => {
        // Actions with the same reason share a line.
        const lines = new Map<string, { words: string[]; isHeld: boolean }>();
        for (const action of actions) {
          const entry = entries.get(`${module}:${action}`);
          const why = entry === undefined ? '' : whyOf(entry);
          if (entry === undefined || why === '') continue;
          const line = lines.get(why) ?? { words: [], isHeld: entry.isHeld };
          lines.set(why, { ...line, words: [...line.words, actionWords[action].toLowerCase()] });
        }
        return (
          <div key={module}>
            <dt>{moduleWords[module].label}</dt>
            {lines.size === 0 && <dd className="muted">Nothing</dd>}
            {[...lines].map(([why, { words, isHeld }]) => (
              <dd key={why} className={isHeld ? undefined : 'muted'}>
                {words.length === actions.length ? 'everything' : words.join(', ')} – {why}
              </dd>
            ))}
          </div>
        );
      })}
    </dl>
  );
}

/** `Sales, BackOffice`, or what would give it if it were switched on. */
function whyOf({ roles, inactiveRoles }: Entry): string {
  if (roles.length > 0) return roles.map((role) => role.name).join(', ');
  return inactiveRoles.length === 0
    ? ''
    : `not by ${inactiveRoles.map((role) => role.name).join(', ')} (off)`;
}

function RoleLinks({ roles }: { roles: Rights['inactiveRoles'] }) {
  return roles.map((role, index) => (
    <span key={role.id}>
      {index > 0 && ', '}
      <Link className="text-link" to="/roles/$roleId" params={{ roleId: role.id }}>
        {role.name}
      </Link>
    </span>
  ));
}
