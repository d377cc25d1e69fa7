import './list-search.css';
import { CloseButton, Popover, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';

const pauseMs = 200;

/** How a change stands in the browser's history: a search that is still being typed stays one entry of it. */
export interface HistoryEntry {
  replace: boolean;
}

/** The search box of a list: `/` goes there; the list follows once the typing pauses. */
export function ListSearch({
  label,
  value,
  onChange,
  prefixes,
}: {
  /** What is searched, as the placeholder and the name of the field. */
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined, entry: HistoryEntry) => void;
  /** What narrows the search to one field, such as `city:`, and what it finds; shown while the field has the focus. */
  prefixes?: readonly (readonly [prefix: string, finds: string])[];
}) {
  const field = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const [isHinted, setHinted] = useState(false);
  const [text, setText] = useState(value ?? '');
  const sent = useRef(value ?? '');
  const underWay = useRef<string[]>([]);
  /** Whether the last entry is of what is being typed, since the field has the focus. */
  const hasEntry = useRef(false);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  // Back and forward change the address; what this box sent itself is no news.
  useEffect(() => {
    const arrived = underWay.current.indexOf(value ?? '');
    underWay.current = underWay.current.slice(arrived + 1);
    // On a slow machine the address may still be on its way to what was typed a moment ago.
    if (arrived !== -1 || (value ?? '') === sent.current) return;
    sent.current = value ?? '';
    hasEntry.current = false;
    setText(sent.current);
  }, [value]);
  useEffect(() => {
    if (text.trim() === sent.current) return;
    // As it was when the key was pressed: the field may have been left before the pause is over.
    const replace = hasEntry.current;
    const timer = window.setTimeout(() => {
      sent.current = text.trim();
      underWay.current.push(sent.current);
      hasEntry.current = document.activeElement === field.current;
      latest.current(sent.current || undefined, { replace });
    }, pauseMs);
    return () => window.clearTimeout(timer);
  }, [text]);

  const box = (
    <TextInput
      ref={field}
      data-list-search
      size="xs"
      type="search"
      w={prefixes === undefined ? '13rem' : '100%'}
      maxLength={100}
      aria-label={label}
      placeholder={label}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={
        text === '' ? undefined : (
          <CloseButton size="xs" aria-label="Clear the search" onClick={() => setText('')} />
        )
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text !== '') setText('');
        setHinted(event.key !== 'Escape' && event.key !== 'Tab' && event.key !== 'Enter');
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault();
          document.querySelector<HTMLElement>('.data-table tr[tabindex="0"]')?.focus();
        }
      }}
      onBlur={() => {
        hasEntry.current = false;
        setHinted(false);
      }}
      {...(prefixes !== undefined && {
        'aria-describedby': hintId,
        onFocus: () => setHinted(true),
      })}
    />
  );
  if (prefixes === undefined) return box;

  function insert(prefix: string) {
    setText((before) => `${before.trimEnd()}${before.trim() === '' ? '' : ' '}${prefix}`);
    field.current?.focus();
  }
  return (
    <Popover
      opened={isHinted}
      position="bottom-start"
      shadow="md"
      withinPortal
      trapFocus={false}
      withRoles={false}
    >
      <Popover.Target>
        <div className="list-search">
          {box}
          <span id={hintId} className="visually-hidden">
            Look in one field with {prefixes.map(([prefix]) => prefix).join(' ')}
          </span>
        </div>
      </Popover.Target>
      {/* For the mouse; who types reads the prefixes here and types them. The field keeps the focus. */}
      <Popover.Dropdown
        className="list-search-hints"
        aria-hidden
        onMouseDown={(event) => event.preventDefault()}
      >
        <span className="muted">Look in one field:</span>
        {prefixes.map(([prefix, finds]) => (
          <button key={prefix} type="button" tabIndex={-1} onClick={() => insert(prefix)}>
            <code>{prefix}</code>
            <span className="muted">{finds}</span>
          </button>
        ))}
        <span className="muted">
          Several words in quotes: <code>city:"San Jose"</code>
        </span>
      </Popover.Dropdown>
    </Popover>
  );
}
