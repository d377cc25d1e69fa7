import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay } from '../lib/session.ts';
import { navItems } from './nav-items.ts';

/** Where a person may go; the rest is not shown. */
export function NavLinks({ isCollapsed = false, onGo }: { isCollapsed?: boolean; onGo?: () => void }) {
  const may = useMay();
  return (
    <ul className="frame-links">
      {navItems
        .filter(({ needs }) => needs === undefined || may(needs))
        .map(({ label, to, icon: Icon, exact = false }) => (
          <li key={to}>
            <Tooltip label={label} position="right" disabled={!isCollapsed}>
              <Link
                to={to}
                className="frame-link"
                activeOptions={{ exact }}
                onClick={onGo}
                aria-label={label}
              >
                <Icon size={17} aria-hidden />
                <span className="frame-word">{label}</span>
              </Link>
            </Tooltip>
          </li>
        ))}
    </ul>
  );
}
