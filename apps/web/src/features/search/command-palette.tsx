import './command-palette.css';
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { foundGroups, type PaletteEntry, type PaletteGroup, useOwnGroups } from './palette-groups.ts';
import { searchQuery } from './search.queries.ts';

const pauseMs = 120;

/** Go to, create, recent, and what can be done to the record on screen. `wanted` counts how often it was asked for. */
export function CommandPalette({ wanted }: { wanted: number }) {
  const [isOpen, setOpen] = useState(false);
  const seen = useRef(0);
  useEffect(() => {
    if (seen.current === wanted) return;
    seen.current = wanted;
    setOpen((was) => !was);
  }, [wanted]);
  const close = () => setOpen(false);

  return (
    <Modal
      opened={isOpen}
      onClose={close}
      withCloseButton={false}
      centered={false}
      yOffset="5rem"
      size="lg"
      padding={0}
      // There before the next key: it is typed into.
      transitionProps={{ duration: 0 }}
      // Names the dialog for screen readers; for everybody else the field says it.
      title="Search and commands"
      classNames={{ header: 'palette-title' }}
      overlayProps={{ backgroundOpacity: 0.35 }}
    >
      <PaletteField onDone={close} />
    </Modal>
  );
}

function PaletteField({ onDone }: { onDone: () => void }) {
  const [query, setQuery] = useState('');
  const { groups, isLooking, note } = usePalette(query.trim());
  const entries = groups.flatMap(({ actions }) => actions);
  // Which line the arrows or the mouse went to; what is typed next starts at the first again.
  const [markedId, setMarkedId] = useState<string>();
  const marked = entries.find(({ id }) => id === markedId) ?? entries[0];
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  // The screen below may be rendered meanwhile and let the focus fall; whoever has the palette open types into it.
  const keepFocus = () =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) field.current?.focus();
    });
  useEffect(() => {
    field.current?.focus();
  }, []);

  // Enter came before the answer to what was typed: the first of it is taken when it is there, and nothing of an
  // earlier answer that is still on screen.
  const [isOwed, setOwed] = useState(false);
  useEffect(() => {
    if (!isOwed || isLooking) return;
    setOwed(false);
    if (marked !== undefined) take(marked);
  });

  function take(entry: PaletteEntry) {
    onDone();
    entry.run();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const at = marked === undefined ? -1 : entries.indexOf(marked);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOwed(false);
      setMarkedId(entries.at((at + step) % entries.length)?.id);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const isChosen = marked !== undefined && marked.id === markedId;
      if (marked !== undefined && (isChosen || !isLooking)) take(marked);
      else setOwed(isLooking);
    }
  }

  return (
    <>
      <input
        ref={field}
        className="palette-field"
        data-autofocus
        onBlur={keepFocus}
        autoComplete="off"
        spellCheck={false}
        placeholder="Order, account, product, person or command"
        aria-label="Search and commands"
        role="combobox"
        aria-expanded={entries.length > 0}
        aria-controls={entries.length > 0 ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={marked && `${listId}-${marked.id}`}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setMarkedId(undefined);
          setOwed(false);
        }}
        onKeyDown={onKeyDown}
      />
      {entries.length > 0 && (
        <PaletteList id={listId} groups={groups} marked={marked} onMark={setMarkedId} onTake={take} />
      )}
      {note && (
        <p className="palette-note" role="status">
          {note}
        </p>
      )}
    </>
  );
}

function PaletteList(props: {
  id: string;
  groups: PaletteGroup[];
  marked: PaletteEntry | undefined;
  onMark: (id: string) => void;
  onTake: (entry: PaletteEntry) => void;
}) {
  const { id: listId, groups, marked, onMark, onTake } = props;
  useEffect(() => {
    if (marked) document.getElementById(`${listId}-${marked.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [marked, listId]);

  return (
    <div id={listId} role="listbox" tabIndex={-1} aria-label="Found" className="palette-list">
      {groups.map(({ label, actions }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of choices in a list, not of fields in a form
        <div key={label} role="group" aria-label={label}>
          <div className="palette-group" aria-hidden>
            {label}
          </div>
          {actions.map((entry) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
            <div
              key={entry.id}
              id={`${listId}-${entry.id}`}
              role="option"
              // The focus stays in the field, which names the marked line.
              tabIndex={-1}
              aria-selected={entry === marked}
              className="palette-entry"
              // Not on entering: lines that appear under a mouse at rest were not pointed at.
              onMouseMove={() => onMark(entry.id)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(entry)}
            >
              <span>{entry.label}</span>
              {entry.description && <span className="muted">{entry.description}</span>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** What fits the query so far, and whether the server is still looking. */
function usePalette(query: string) {
  const router = useRouter();
  const go = (href: string) => () => router.history.push(href);
  const settled = useSettled(query);
  const found = useQuery(searchQuery(settled));
  const own = useOwnGroups(query, go);
  const results = query === '' || found.data === undefined ? [] : foundGroups(found.data, go);
  const isLooking = query !== '' && (settled !== query || found.isFetching);
  const groups = [...results, ...own];
  const note = isLooking
    ? groups.length === 0 && 'Looking …'
    : found.error
      ? 'The search does not answer.'
      : groups.length === 0 && 'Nothing fits.';
  return { groups, isLooking, note };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), pauseMs);
    return () => window.clearTimeout(timer);
  }, [value]);
  return value === '' ? '' : settled;
}
