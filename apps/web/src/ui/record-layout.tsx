import './record-layout.css';
import type { ReactNode } from 'react';

/** A record's page: what matters on the left, its particulars beside it; one column where there is no room. */
export function RecordLayout({ aside, children }: { aside: ReactNode; children: ReactNode }) {
  return (
    <div className="record-layout">
      <div>{children}</div>
      <aside>{aside}</aside>
    </div>
  );
}
