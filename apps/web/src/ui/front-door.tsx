import './front-door.css';
import { type CSSProperties, type ReactNode, useEffect } from 'react';

/** The screens before somebody is signed in. */
export function FrontDoor({
  title,
  width = '22rem',
  children,
}: {
  title: string;
  width?: string;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · PACE CRM`;
  }, [title]);
  // React's type does not know custom properties.
  const style = { '--front-door-width': width } as CSSProperties;
  return (
    <main className="front-door" style={style}>
      <div className="front-door-brand">
        <img src="/favicon.svg" alt="" width={28} height={28} />
        PACE CRM
      </div>
      <div className="front-door-card">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
