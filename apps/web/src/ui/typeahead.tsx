import './typeahead.css';
import { Input } from '@mantine/core';
import {
  type FocusEvent,
  type InputHTMLAttributes,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { type Choice, type ChoiceSource, useChoices } from './typeahead-source.ts';
import { reportUnknown, useUnsettled } from './unsettled.ts';

export interface TypeaheadProps<Item extends Choice> {
  source: ChoiceSource<Item>;
  value: Item | null;
  onChange: (value: Item | null) => void;
  /** Text that names nothing known, and who takes it; without that the field keeps it itself, marked as wrong. */
  unknownText?: string | undefined;
  onUnknown?: (text: string) => void;
  /** After a choice with Enter: the next field, for example. */
  onEnter?: (event: KeyboardEvent<HTMLInputElement>) => void;
  inputProps?: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> } & Record<
      `data-${string}`,
      string | number | undefined
    >;
}

/**
 * A text field that finds what begins like the typed text. Enter and Tab take the marked choice, also when the answer
 * of the server is still on its way: nobody has to wait for the list to go on typing in the next field.
 */
export function Typeahead<Item extends Choice>(props: TypeaheadProps<Item>) {
  const { source, value, onChange, unknownText = '', onUnknown, onEnter, inputProps } = props;
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  // Undefined while nothing is being typed: the field then shows what is chosen.
  const [typed, setTyped] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState(0);
  // The field was left before the answer was there; the first fitting choice is taken when it comes.
  const [isOwed, setOwed] = useState(false);
  // The field was left with a name that nothing has.
  const [isUnknown, setUnknown] = useState(false);
  const found = useRef<{ items: Item[]; isSettled: boolean }>({ items: [], isSettled: false });

  const shown = typed ?? value?.label ?? unknownText;

  function finish() {
    setTyped(undefined);
    setOpen(false);
    setMarked(0);
    setOwed(false);
    setUnknown(false);
  }

  function choose(item: Item) {
    finish();
    if (item.id !== value?.id) onChange(item);
  }

  /** Takes what the typed text means. */
  function settle() {
    if (typed === undefined) return finish();
    if (typed.trim() === '') {
      finish();
      if (value !== null || unknownText !== '') onChange(null);
      return;
    }
    const { items, isSettled } = found.current;
    const item = items[marked];
    if (!isSettled) {
      setOpen(false);
      setOwed(true);
    } else if (item !== undefined) choose(item);
    else giveUp(typed);
  }

  function giveUp(text: string) {
    if (onUnknown !== undefined) {
      finish();
      return onUnknown(text.trim());
    }
    // What was typed stays to be mended, and whoever saves is told.
    setOpen(false);
    setOwed(false);
    setUnknown(true);
    reportUnknown(unknownWords(text));
  }

  // Whoever saves, or takes the field away, asks it first what its text means.
  const leave = () => typed?.trim() && onUnknown?.(typed.trim());
  useUnsettled({ text: typed, settle, leave });
  const atLast = useRef(leave);
  useLayoutEffect(() => {
    atLast.current = leave;
  });
  useLayoutEffect(() => () => void atLast.current(), []);

  // Something else was put into the field meanwhile, by a paste for example: that holds.
  const content = `${value?.id} ${unknownText}`;
  const [before, setBefore] = useState(content);
  if (content !== before) {
    setBefore(content);
    finish();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    inputProps?.onKeyDown?.(event);
    if (event.defaultPrevented) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      // In a grid the arrows belong to the lines until the list is open.
      if (!isOpen && !event.altKey && inputProps?.['data-in-grid'] !== undefined) return;
      event.preventDefault();
      if (!isOpen) setOpen(true);
      else {
        const last = found.current.items.length - 1;
        setMarked((at) => Math.max(0, Math.min(last, at + (event.key === 'ArrowDown' ? 1 : -1))));
      }
    } else if (event.ctrlKey || event.metaKey) {
      // Keys of the screen: what saves asks what is in the field.
    } else if (event.key === 'Enter') {
      event.preventDefault();
      settle();
      onEnter?.(event);
    } else if (event.key === 'Tab') settle();
    else if (event.key === 'Escape' && (isOpen || typed !== undefined)) {
      event.preventDefault();
      event.stopPropagation();
      finish();
    }
  }

  function onBlur(event: FocusEvent<HTMLInputElement>) {
    inputProps?.onBlur?.(event);
    if (typed !== undefined && !isOwed) settle();
    else setOpen(false);
  }

  return (
    <>
      <input
        autoComplete="off"
        spellCheck={false}
        {...inputProps}
        data-unsettled={typed !== undefined || undefined}
        {...(isUnknown && { 'aria-invalid': true, 'aria-describedby': `${listId}-unknown` })}
        ref={mergeRefs(input, inputProps?.ref)}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? `${listId}-${marked}` : undefined}
        value={shown}
        onChange={(event) => {
          setTyped(event.target.value);
          setMarked(0);
          setOpen(true);
          setOwed(false);
          setUnknown(false);
        }}
        onClick={() => setOpen(true)}
        onFocus={(event) => {
          inputProps?.onFocus?.(event);
          event.currentTarget.select();
        }}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      {(isOpen || isOwed) && (
        <TypeaheadList
          id={listId}
          source={source}
          anchor={input}
          typed={typed ?? ''}
          marked={marked}
          isHidden={!isOpen}
          onFound={(items, isSettled) => {
            found.current = { items, isSettled };
            if (!isOwed || !isSettled) return;
            const first = items[0];
            if (first !== undefined) choose(first);
            else giveUp(typed ?? '');
          }}
          onMark={setMarked}
          onChoose={choose}
        />
      )}
      {isUnknown && (
        <Input.Error id={`${listId}-unknown`} mt="xs" role="alert">
          {unknownWords(shown)}
        </Input.Error>
      )}
    </>
  );
}

const unknownWords = (text: string) => `Nothing is called “${text.trim()}”. Choose from the list.`;

function TypeaheadList<Item extends Choice>(props: {
  id: string;
  source: ChoiceSource<Item>;
  anchor: { current: HTMLInputElement | null };
  typed: string;
  marked: number;
  isHidden: boolean;
  onFound: (items: Item[], isSettled: boolean) => void;
  onMark: (index: number) => void;
  onChoose: (item: Item) => void;
}) {
  const { id, source, anchor, typed, marked, isHidden, onFound } = props;
  const list = useRef<HTMLDivElement>(null);
  const { items, isSettled, error } = useChoices(source, typed);

  // Before paint, so that a key pressed right after finds the choices that are on screen.
  useLayoutEffect(() => onFound(items, isSettled));

  useLayoutEffect(() => {
    if (isHidden) return;
    function place() {
      const box = anchor.current?.getBoundingClientRect();
      const popup = list.current;
      if (box === undefined || popup === null) return;
      const below = window.innerHeight - box.bottom;
      const isAbove = below < popup.offsetHeight + 8 && box.top > below;
      const width = Math.min(Math.max(box.width, 320), window.innerWidth - 16);
      popup.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - width - 8))}px`;
      popup.style.width = `${width}px`;
      popup.style.top = isAbove ? `${box.top - popup.offsetHeight - 4}px` : `${box.bottom + 4}px`;
    }
    place();
    window.addEventListener('scroll', place, { capture: true, passive: true });
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('scroll', place, { capture: true });
      window.removeEventListener('resize', place);
    };
  });

  useEffect(() => {
    list.current?.children[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked]);

  if (isHidden) return null;
  return createPortal(
    <div ref={list} id={id} role="listbox" tabIndex={-1} aria-label="Choices" className="typeahead-popup">
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={item.id}
          // The focus stays in the field, which names the marked choice.
          tabIndex={-1}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === marked}
          className="typeahead-option"
          // Moved, not entered: lines that appear under a mouse at rest were not pointed at.
          onMouseMove={() => props.onMark(index)}
          // Keeps the focus in the field; blur would close the list before the click arrives.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onChoose(item)}
        >
          <span>{item.label}</span>
          {item.hint !== undefined && <span>{item.hint}</span>}
        </div>
      ))}
      {items.length === 0 && (
        <div className="typeahead-note" role="option" tabIndex={-1} aria-selected={false} aria-disabled>
          {error ? 'The choices could not be loaded.' : isSettled ? 'Nothing fits.' : 'Looking …'}
        </div>
      )}
    </div>,
    placeFor(anchor.current),
  );
}

/**
 * Where the list is put: into the popup that the field is in, which would take a click elsewhere for one outside itself,
 * or beside the content of the screen; a line of the grid would cut it off.
 */
function placeFor(field: HTMLElement | null): Element {
  return field?.closest('.mantine-Popover-dropdown') ?? document.getElementById('main') ?? document.body;
}

function mergeRefs(own: { current: HTMLInputElement | null }, other: Ref<HTMLInputElement> | undefined) {
  return (element: HTMLInputElement | null) => {
    own.current = element;
    if (typeof other === 'function') other(element);
    else if (other) other.current = element;
  };
}
