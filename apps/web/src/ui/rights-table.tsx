import './rights-table.css';
import { actions, modules, type Permission } from '@pace/shared/permissions';
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { actionWords, moduleWords } from '../lib/rights.ts';

/** Rights to be read, not changed: module by module, action by action. */
export function RightsTable({
  label,
  held,
  why,
}: {
  label: string;
  held: ReadonlySet<string>;
  /** Below the mark of a right: where it comes from. */
  why?: (right: Permission) => ReactNode;
}) {
  return (
    <div className="rights-table-scroll">
      <table className="rights-table" data-read aria-label={label}>
        <thead>
          <tr>
            <td />
            {actions.map((action) => (
              <th key={action} scope="col">
                {actionWords[action]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {modules.map((module) => (
            <tr key={module}>
              <th scope="row">{moduleWords[module].label}</th>
              {actions.map((action) => {
                const right: Permission = `${module}:${action}`;
                const isHeld = held.has(right);
                const Mark = isHeld ? Check : Minus;
                return (
                  <td key={action} data-held={isHeld || undefined}>
                    <Mark size={15} aria-hidden />
                    <span className="visually-hidden">{isHeld ? 'yes' : 'no'}</span>
                    {why?.(right)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
