import './settings.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { settingsPlaces } from '../../frame/nav-items.ts';
import { useMay } from '../../lib/session.ts';
import { Page } from '../../ui/page.tsx';

/** One of the settings' screens, with the way to the others. */
export function SettingsFrame({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const may = useMay();
  return (
    <Page title={title} narrow actions={actions}>
      <nav className="settings-places" aria-label="Settings">
        {settingsPlaces
          .filter(({ needs }) => needs === undefined || may(needs))
          .map(({ label, to }) => (
            <Link key={label} to={to} className="settings-place">
              {label}
            </Link>
          ))}
      </nav>
      {children}
    </Page>
  );
}
