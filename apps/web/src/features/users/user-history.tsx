import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from '../../ui/history.tsx';
import type { Activity } from '../../ui/timeline.tsx';
import { userHistoryQuery } from './users.queries.ts';

const labels: Readonly<Record<string, string>> = {
  email: 'E-mail',
  firstName: 'First name',
  lastName: 'Last name',
  phone: 'Phone',
  roles: 'Roles',
};

const words: Readonly<Record<string, string>> = {
  created: 'added this person',
  'roles changed': 'changed the roles',
  'set-up code issued': 'made a new one-time code',
  'set-up code used': 'chose a password with a one-time code',
  'password changed': 'changed their password',
  'rights changed': 'changed the rights',
};

export function UserHistory({ userId }: { userId: string }) {
  const query = useInfiniteQuery(userHistoryQuery(userId));
  return <History query={query} describe={describeUserChange} retell={retellUser} />;
}

function describeUserChange(field: string, value: unknown) {
  const label = labels[field];
  if (label === undefined) return null;
  return { label, value: Array.isArray(value) ? value.join(', ') || 'none' : String(value ?? '') };
}

function retellUser(activity: Activity): Activity {
  const { isActive, ...changes } = activity.changes;
  if (isActive === undefined) return { ...activity, action: words[activity.action] ?? activity.action };
  return {
    ...activity,
    action: isActive.to === true ? 'let this person in again' : 'deactivated this person',
    changes,
  };
}
