import type { QueryClient } from '@tanstack/react-query';

/**
 * A button is disabled while what it started is under way, and a disabled button loses the focus: the next Tab would
 * begin at the top of the page. Once there is an answer, the focus goes to the field that was refused, or back.
 */
export function returnFocus(queryClient: QueryClient): void {
  const startedFrom = new WeakMap<object, HTMLElement>();
  queryClient.getMutationCache().subscribe((event) => {
    if (event.type !== 'updated') return;
    const { mutation, action } = event;
    const focused = document.activeElement;
    if (action.type === 'pending' && focused instanceof HTMLElement) startedFrom.set(mutation, focused);
    const origin = startedFrom.get(mutation);
    if ((action.type !== 'success' && action.type !== 'error') || origin === undefined) return;
    // After the answer is on screen.
    requestAnimationFrame(() => requestAnimationFrame(() => putFocus(origin)));
  });
}

function putFocus(origin: HTMLElement): void {
  if (document.activeElement !== document.body) return;
  const form = origin.closest('form');
  const refused = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (refused) refused.focus();
  else if (origin.isConnected && !origin.matches(':disabled')) origin.focus({ preventScroll: true });
  // There is nothing to save any more: where one would go on typing.
  else
    form?.querySelector<HTMLElement>(':is(input, select, textarea):enabled')?.focus({ preventScroll: true });
}
