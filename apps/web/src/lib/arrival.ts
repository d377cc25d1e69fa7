import type { createAppRouter } from '../router.tsx';

/**
 * What was clicked to come here is gone with its screen, and the focus with it. It goes to the heading of the new one,
 * by which a screen reader says where one is; not where a field, a row or a dialog has taken it already.
 */
export function focusOnArrival(router: ReturnType<typeof createAppRouter>): void {
  router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    // Opening the application is the browser's affair; filters and tabs are the same screen.
    if (fromLocation === undefined || !pathChanged || isTaken(document.activeElement)) return;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  });
}

function isTaken(focused: Element | null): boolean {
  // The navigation of a phone is a dialog that closes behind the link.
  if (focused === null || focused.closest('nav') !== null) return false;
  return focused.closest('main > *, [role="dialog"]') !== null;
}
