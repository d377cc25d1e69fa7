import './page.css';
import { type ReactNode, useEffect, useRef } from 'react';

interface PageProps {
  /** The heading, and the name of the browser tab. */
  title: string;
  /** Beside the heading: chips, counts. */
  badge?: ReactNode;
  /** Buttons, at the right. */
  actions?: ReactNode;
  /** Takes the whole height: for one list that scrolls by itself. */
  fill?: boolean;
  /** Text and forms that would be hard to read any wider. */
  narrow?: boolean;
  /** Made for paper: this is printed. Every other screen is for the desk alone and prints where to find the one that is. */
  paper?: boolean;
  children: ReactNode;
}

/** Every screen: heading, actions, content. */
export function Page({ title, badge, actions, fill, narrow, paper, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title.trim() === '' ? 'PACE CRM' : `${title} · PACE CRM`;
    // It was said as “Order” while the order was on its way: now it has a name, and is said again.
    if (document.activeElement !== heading.current) return;
    heading.current?.blur();
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div
      className="page"
      data-fill={fill || undefined}
      data-narrow={narrow || undefined}
      data-paper={paper || undefined}
    >
      <header className="page-header">
        <div className="page-title">
          <h1 className="page-title" ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {badge}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A framed part of a page. */
export function Panel({
  title,
  actions,
  children,
  flush = false,
}: {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  /** Without padding: for tables that reach the frame. */
  flush?: boolean;
}) {
  return (
    <section className="panel" aria-label={title}>
      {title !== undefined && (
        <div className="panel-head">
          <h2>{title}</h2>
          {actions}
        </div>
      )}
      {flush ? children : <div className="panel-body">{children}</div>}
    </section>
  );
}

/** Names and values of a record, aligned. Values that are not there are left out. */
export function Facts({ items }: { items: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([label, value]) => (
          <FactRow key={label} label={label} value={value} />
        ))}
    </dl>
  );
}

function FactRow({ label, value }: { label: string; value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
