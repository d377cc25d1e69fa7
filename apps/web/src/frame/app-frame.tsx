import './frame.css';
import { ActionIcon, Drawer } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { Menu as MenuIcon, PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useLiveUpdates } from '../lib/events.ts';
import { modKey, useHotkeys } from '../lib/hotkeys.ts';
import { endAllWork } from '../lib/long-work.ts';
import { useMe } from '../lib/session.ts';
import { openGate } from '../lib/sign-in-gate.ts';
import { useSignedInElsewhere } from '../lib/signed-in.ts';
import { isFlag, useStored } from '../lib/stored.ts';
import { useNarrow } from '../ui/use-narrow.ts';
import { NavLinks } from './nav-links.tsx';
import { UserMenu } from './user-menu.tsx';
import { WorkBar } from './work-bar.tsx';

const CommandPalette = lazy(() =>
  import('../features/search/command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
);

/** Navigation, search and the person around every screen of the application. */
export function AppFrame() {
  const narrow = useNarrow();
  const [isCollapsed, setCollapsed] = useStored('pace.nav.collapsed', false, isFlag);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  // How often the palette was asked for; its code is loaded with the first time.
  const [paletteWanted, setPaletteWanted] = useState(0);
  const callPalette = () => setPaletteWanted((times) => times + 1);
  const { id: userId } = useMe();
  useLiveUpdates();
  useSignedInElsewhere(
    useCallback(
      (signedInId) => {
        if (signedInId === userId) openGate();
        // What is done here would be done in the name of somebody else; what was typed is kept for who typed it.
        else void endAllWork().finally(() => window.location.reload());
      },
      [userId],
    ),
  );
  useHotkeys({ 'mod+k': callPalette });

  return (
    <div className="frame" data-collapsed={isCollapsed || undefined}>
      <a className="frame-skip text-link" href="#main">
        To the content
      </a>
      {narrow ? (
        <Drawer opened={isDrawerOpen} onClose={() => setDrawerOpen(false)} title="PACE CRM" size="16rem">
          <nav aria-label="Main">
            <NavLinks onGo={() => setDrawerOpen(false)} />
          </nav>
        </Drawer>
      ) : (
        <nav className="frame-nav" aria-label="Main">
          <Link to="/" className="frame-brand" aria-label="PACE CRM, to the start">
            <img src="/favicon.svg" alt="" width={22} height={22} />
            <span className="frame-word">PACE CRM</span>
          </Link>
          <NavLinks isCollapsed={isCollapsed} />
          <div className="frame-links" style={{ flex: 'none' }}>
            <button
              type="button"
              className="frame-link muted"
              aria-label={isCollapsed ? 'Expand the navigation' : 'Collapse the navigation'}
              onClick={() => setCollapsed(!isCollapsed)}
            >
              {isCollapsed ? (
                <PanelLeftOpen size={17} aria-hidden />
              ) : (
                <PanelLeftClose size={17} aria-hidden />
              )}
              <span className="frame-word">Collapse</span>
            </button>
          </div>
        </nav>
      )}
      <header className="frame-header">
        {narrow && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Navigation"
            onClick={() => setDrawerOpen(true)}
          >
            <MenuIcon size={20} aria-hidden />
          </ActionIcon>
        )}
        <button type="button" className="frame-search" onClick={callPalette}>
          <Search size={15} aria-hidden />
          <span>{narrow ? 'Search' : 'Search or jump to …'}</span>
          {!narrow && <kbd>{modKey} K</kbd>}
        </button>
        <div className="frame-user">
          <UserMenu />
        </div>
      </header>
      <main className="frame-main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <WorkBar />
      <p className="frame-print-hint">
        This screen is for the desk and is not printed. What can be sent is printed from an order: open it and
        choose Print.
      </p>
      {paletteWanted > 0 && (
        <Suspense>
          <CommandPalette wanted={paletteWanted} />
        </Suspense>
      )}
    </div>
  );
}
