import { useInfiniteQuery } from '@tanstack/react-query';
import { describeRights, diffRights } from '../../lib/rights.ts';
import { History } from '../../ui/history.tsx';
import type { Activity } from '../../ui/timeline.tsx';
import { roleHistoryQuery } from './roles.queries.ts';

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'What it is for',
  rightsGiven: 'Given',
  rightsTaken: 'Taken',
};

export function RoleHistory({ roleId }: { roleId: string }) {
  const query = useInfiniteQuery(roleHistoryQuery(roleId));
  return <History query={query} describe={describeRoleChange} retell={retellRole} />;
}

function describeRoleChange(field: string, value: unknown) {
  const label = labels[field];
  return label === undefined ? null : { label, value: typeof value === 'string' ? value : null };
}

/** Two lists of rights say little; what was given and taken between them says it. */
export function retellRole(activity: Activity): Activity {
  const { permissions, isActive, ...changes } = activity.changes;
  if (isActive !== undefined) {
    const action = isActive.to === true ? 'switched the role on' : 'switched the role off';
    return { ...activity, action, changes };
  }
  if (permissions === undefined) {
    return { ...activity, action: activity.action === 'created' ? 'created the role' : activity.action };
  }
  const { added, removed } = diffRights(toTexts(permissions.from), toTexts(permissions.to));
  return {
    ...activity,
    action: activity.action === 'created' ? 'created the role' : 'changed its rights',
    changes: {
      ...changes,
      ...(added.length > 0 && { rightsGiven: { from: null, to: describeRights(added) } }),
      ...(removed.length > 0 && { rightsTaken: { from: null, to: describeRights(removed) } }),
    },
  };
}

function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
