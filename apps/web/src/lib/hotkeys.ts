import { useEffect, useRef } from 'react';

export const isMac = /Mac|iP/.test(navigator.platform);
export const modKey = isMac ? '⌘' : 'Ctrl';

/** `mod+k`, `mod+Enter`, `j`, `/`. `mod` is Ctrl, and ⌘ on a Mac. */
type Hotkeys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** What was pressed, in the words of the map above. */
export function describeKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${key}`;
}

/** Single letters are typed in fields; only with a modifier do they mean the same everywhere. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** A field undoes the typing in it by the same key, and who is in one means that. A box to tick has nothing to undo. */
function takesBackItself(target: EventTarget | null): boolean {
  const text = 'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"])';
  return target instanceof HTMLElement && target.matches(text);
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** Keys of the whole screen, for as long as the component is on it. A dialog on top keeps them to itself. */
export function useHotkeys(keys: Hotkeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const name = describeKey(event);
      const run = latest.current[name];
      if (run === undefined || event.defaultPrevented || isDialogOpen()) return;
      if (!name.startsWith('mod+') && !name.startsWith('alt+') && isTyping(event)) return;
      if (name === 'mod+z' && takesBackItself(event.target)) return;
      event.preventDefault();
      run(event);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
