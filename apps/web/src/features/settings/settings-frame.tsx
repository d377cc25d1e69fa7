import './settings.css';
import type { Permission } from '@pace/shared/permissions';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '../../lib/session.ts';
import { Page } from '../../ui/page.tsx';

interface Place {
  label: string;
  to: NonNullable<LinkProps['to']>;
  needs?: Permission;
}

/** The company's settings for those who may see them, and everybody's own. */
const places: readonly Place[] = [
  { label: 'Company', to: '/settings/company', needs: 'settings:view' },
  { label: 'Payment terms', to: '/settings/payment-terms', needs: 'settings:view' },
  { label: 'Profile', to: '/settings/profile' },
  { label: 'Sessions', to: '/settings/sessions' },
];

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
        {places
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
