import './plain-table.css';
import type { ReactNode } from 'react';

/** Some rows inside a record, not a list of any length. Columns marked `data-minor` are left out on a phone. */
export function PlainTable({
  label,
  head,
  children,
}: {
  label: string;
  /** The cells of the header row. */
  head: ReactNode;
  /** The table's body, and its foot. */
  children: ReactNode;
}) {
  return (
    <div className="plain-table-scroll">
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>{head}</tr>
        </thead>
        {children}
      </table>
    </div>
  );
}
