import type { Schemas } from '@pace/api-client';
import './rights-preview.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { count } from '../../lib/format.ts';
import { effectOn, type GivingRole, isNoDiff, type RightsDiff } from '../../lib/rights.ts';
import { personName, useMe } from '../../lib/session.ts';
import { rolesQuery } from '../../ui/reference-queries.ts';
import { RightsWords } from '../../ui/rights-words.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { type Role, roleHoldersQuery } from './roles.queries.ts';

const namedAtMost = 20;

/** What a change of a role does to one of the people who hold it. */
interface Effect {
  person: Schemas['User'];
  diff: RightsDiff;
}

/** What a role's new rights really do to each who holds it: roles add up. */
export function useEffects(role: Role, after: ReadonlySet<string>) {
  const holders = useQuery(roleHoldersQuery(role.id));
  const roles = useQuery(rolesQuery);
  const all: readonly GivingRole[] | undefined = roles.data;
  const known: Effect[] | undefined =
    all && holders.data?.items.map((person) => ({ person, diff: effectOn(person, role, after, all) }));
  return { known, isPart: (holders.data?.nextCursor ?? null) !== null, error: holders.error ?? roles.error };
}

/** Whom a change of a role's rights touches, by name, with what each gains and loses. */
export function WhomItTouches({ role, effects }: { role: Role; effects: ReturnType<typeof useEffects> }) {
  const me = useMe();
  if (role.userCount === 0) return <p className="muted">Nobody holds this role yet.</p>;
  if (!role.isActive) {
    return (
      <p className="muted">
        The role is switched off: {count(role.userCount, 'person holds', 'people hold')} it, and nothing
        changes for them until it is switched on.
      </p>
    );
  }
  if (effects.error !== null) return <ErrorBox error={effects.error} />;
  if (effects.known === undefined) {
    return <p className="muted">{count(role.userCount, 'person holds', 'people hold')} this role.</p>;
  }
  const touched = effects.known.filter(({ diff }) => !isNoDiff(diff));
  const untouched = effects.known.length - touched.length;
  return (
    <>
      <h3>
        {touched.length === 0
          ? 'Nobody gains or loses anything'
          : `Changes what ${count(touched.length, 'person', 'people')} may do`}
      </h3>
      <ul className="rights-people">
        {touched.slice(0, namedAtMost).map(({ person, diff }) => (
          <li key={person.id}>
            <Link className="text-link" to="/users/$userId" params={{ userId: person.id }}>
              {personName(person)}
            </Link>
            {person.id === me.id && ' (you)'}
            <RightsWords diff={diff} gains="gains" loses="loses" />
          </li>
        ))}
      </ul>
      {touched.length > namedAtMost && (
        <p className="muted">and {count(touched.length - namedAtMost, 'other person', 'other people')}.</p>
      )}
      {untouched > 0 && (
        <p className="muted">
          {count(untouched, 'person who holds', 'people who hold')} it {untouched === 1 ? 'is' : 'are'} not
          touched: deactivated, or another role gives the same.
        </p>
      )}
      {effects.isPart && (
        <p className="muted">Only the first {effects.known.length} people who hold it were reckoned.</p>
      )}
    </>
  );
}
