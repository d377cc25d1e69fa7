import { CloseButton, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

const pauseMs = 200;

/** The search box of a list: `/` goes there; the list follows once the typing pauses. */
export function ListSearch({
  label,
  value,
  onChange,
}: {
  /** What is searched, as the placeholder and the name of the field. */
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const [text, setText] = useState(value ?? '');
  const sent = useRef(value ?? '');
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  // Back and forward change the address; what this box sent itself is no news.
  useEffect(() => {
    if ((value ?? '') === sent.current) return;
    sent.current = value ?? '';
    setText(sent.current);
  }, [value]);
  useEffect(() => {
    if (text.trim() === sent.current) return;
    const timer = window.setTimeout(() => {
      sent.current = text.trim();
      latest.current(sent.current || undefined);
    }, pauseMs);
    return () => window.clearTimeout(timer);
  }, [text]);

  return (
    <TextInput
      data-list-search
      size="xs"
      type="search"
      w="16rem"
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
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault();
          document.querySelector<HTMLElement>('.data-table tr[tabindex="0"]')?.focus();
        }
      }}
    />
  );
}
