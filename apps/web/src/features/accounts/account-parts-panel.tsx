import { Button, Group, Stack } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { type FieldErrors, findIssues, noErrors } from '../../lib/check.ts';
import { useEdits } from '../../lib/edits.ts';
import { describeKey, useHotkeys } from '../../lib/hotkeys.ts';
import { useHasKept } from '../../lib/kept-work.ts';
import { announce, announceError } from '../../lib/undo.tsx';
import { ConflictNote } from '../../ui/conflict-note.tsx';
import { KeptNotice } from '../../ui/kept-notice.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Panel } from '../../ui/page.tsx';
import { ErrorBox, Notice } from '../../ui/states.tsx';
import type { AddressForm, ContactForm } from './account-form.ts';
import { refusedFields, useAccountSaving } from './account-saving.ts';
import type { Account, AccountChange } from './accounts.queries.ts';

/** What contacts and addresses have in common: rows of an account, written through it, each edited in its place. */
export interface PartKind<Part extends { id: string }, Form extends ContactForm | AddressForm> {
  /** One of them, in words and in the paths of the API. */
  noun: string;
  title: string;
  path: 'contacts' | 'addresses';
  listOf: (account: Account) => readonly Part[];
  toForm: (part: Part) => Form;
  blank: (account: Account) => Form;
  /** The whole list with one part put in. */
  changeWith: (account: Account, id: string | undefined, form: Form) => AccountChange;
  changeWithout: (account: Account, id: string) => AccountChange;
  schema: z.ZodType;
  words: Readonly<Record<keyof Form & string, string>>;
  nameOf: (part: Part) => string;
  show: (part: Part) => ReactNode;
  fields: (props: {
    form: Form;
    onChange: <Field extends keyof Form & string>(field: Field, value: Form[Field]) => void;
    errors: FieldErrors;
  }) => ReactNode;
  describe: (field: keyof Form & string, value: unknown) => string;
  empty: string;
}

export function AccountParts<Part extends { id: string }, Form extends ContactForm | AddressForm>({
  account,
  kind,
}: {
  account: Account;
  kind: PartKind<Part, Form>;
}) {
  // What is edited, as it was when that began: somebody else may remove it meanwhile.
  const hasKept = useHasKept();
  const [edited, setEdited] = useState<{ part: Part | undefined } | undefined>(() =>
    [undefined, ...kind.listOf(account)]
      .map((part) => ({ part }))
      .find(({ part }) => hasKept(keptName(account, kind, part))),
  );
  const addButton = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  const mayEdit = account.allowedActions.includes('edit');
  const parts = kind.listOf(account);
  const isListed = parts.some(({ id }) => id === edited?.part?.id);
  useEffect(() => {
    if (wasEditing.current && edited === undefined) addButton.current?.focus();
    wasEditing.current = edited !== undefined;
  }, [edited]);

  const editor = edited !== undefined && (
    <PartEditor account={account} kind={kind} part={edited.part} onDone={() => setEdited(undefined)} />
  );
  return (
    <Panel
      title={kind.title}
      flush
      actions={
        mayEdit && (
          <Button
            ref={addButton}
            variant="default"
            size="compact-sm"
            aria-label={`Add ${kind.noun}`}
            disabled={edited !== undefined}
            onClick={() => setEdited({ part: undefined })}
          >
            Add
          </Button>
        )
      }
    >
      {parts.length === 0 && edited === undefined && (
        <p className="account-parts-empty muted">{kind.empty}</p>
      )}
      <ul className="account-parts">
        {parts.map((part) =>
          part.id === edited?.part?.id ? (
            <li key={part.id}>{editor}</li>
          ) : (
            <li key={part.id} className="account-part">
              <div>{kind.show(part)}</div>
              {mayEdit && edited === undefined && (
                <PartButtons account={account} kind={kind} part={part} onEdit={() => setEdited({ part })} />
              )}
            </li>
          ),
        )}
        {edited !== undefined && !isListed && <li>{editor}</li>}
      </ul>
    </Panel>
  );
}

function PartButtons<Part extends { id: string }, Form extends ContactForm | AddressForm>({
  account,
  kind,
  part,
  onEdit,
}: {
  account: Account;
  kind: PartKind<Part, Form>;
  part: Part;
  onEdit: () => void;
}) {
  const saving = useAccountSaving();
  const name = kind.nameOf(part);
  function remove() {
    saving.mutate(
      {
        account,
        change: (current) => kind.changeWithout(current, part.id),
        isInTheWay: (current) => isOther(kind, account, current, part.id),
      },
      {
        onSuccess: (saved) =>
          announce(`${name} removed`, {
            run: () =>
              saving.mutateAsync({
                account: saved,
                change: (current) => kind.changeWith(current, undefined, kind.toForm(part)),
                isInTheWay: () => false,
              }),
          }),
        onError: announceError,
      },
    );
  }
  return (
    <span className="account-part-buttons">
      <Button variant="subtle" size="compact-xs" aria-label={`Edit ${name}`} onClick={onEdit}>
        Edit
      </Button>
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        aria-label={`Remove ${name}`}
        loading={saving.isPending}
        onClick={remove}
      >
        Remove
      </Button>
    </span>
  );
}

function PartEditor<Part extends { id: string }, Form extends ContactForm | AddressForm>({
  account,
  kind,
  part,
  onDone,
}: {
  account: Account;
  kind: PartKind<Part, Form>;
  part: Part | undefined;
  onDone: () => void;
}) {
  const stored = part && kind.listOf(account).find(({ id }) => id === part.id);
  const isGone = part !== undefined && stored === undefined;
  const [blank] = useState(() => kind.blank(account));
  const shown = stored ?? part;
  const edits = useEdits<Form>(
    shown === undefined ? blank : kind.toForm(shown),
    keptName(account, kind, part),
  );
  const saving = useAccountSaving();
  const [found, setFound] = useState(noErrors);
  const errors = found.size > 0 ? found : refusedFields(saving.error, kind.path);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-first-field]')?.focus(), []);

  function save() {
    if (saving.isPending || edits.hasConflict) return;
    if (!edits.isDirty && !isGone && part !== undefined) return onDone();
    const typed = edits.values;
    const body = kind.changeWith({ ...account, [kind.path]: [] }, undefined, typed);
    const issues = stripped(findIssues(kind.schema, body), kind.path);
    setFound(issues);
    if (issues.size > 0) return;
    saving.mutate(
      {
        account,
        change: (current) => {
          const now = kind.listOf(current).find(({ id }) => id === part?.id);
          // Fields that were not typed in here are those of the version it is saved on.
          const merged = now === undefined ? typed : { ...kind.toForm(now), ...edits.changes };
          return kind.changeWith(current, now?.id, merged);
        },
        isInTheWay: (current) => {
          if (stored === undefined) return false;
          const now = kind.listOf(current).find(({ id }) => id === stored.id);
          if (now === undefined) return true;
          const [before, after] = [kind.toForm(stored), kind.toForm(now)];
          return keysOf(edits.changes).some((key) => before[key] !== after[key]);
        },
      },
      {
        onSuccess: (saved) => {
          const known = new Set(kind.listOf(account).map(({ id }) => id));
          const now = kind.listOf(saved).find(({ id }) => id === part?.id || !known.has(id));
          announce(`${now === undefined ? `The ${kind.noun}` : kind.nameOf(now)} saved`);
          onDone();
        },
      },
    );
  }

  useHotkeys({ 'mod+s': save });
  return (
    <form
      ref={form}
      className="account-part-form"
      noValidate
      aria-label={part === undefined ? `New ${kind.noun}` : `Edit ${kind.nameOf(part)}`}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !edits.isDirty) onDone();
        // With two parts open at once, the one that is typed in.
        if (describeKey(event) !== 'mod+s') return;
        event.preventDefault();
        save();
      }}
    >
      <LeaveGuard isDirty={edits.isDirty} />
      <Stack gap="sm">
        <KeptNotice isShown={edits.isRestored} />
        {isGone && (
          <Notice tone="warn">Somebody removed this {kind.noun} meanwhile. Saving adds it again.</Notice>
        )}
        {!isGone && <ErrorBox error={saving.error} except={(path) => path.startsWith(kind.path)} />}
        <div className="account-part-fields">
          {kind.fields({ form: edits.values, onChange: edits.set, errors })}
        </div>
        {keysOf(edits.theirs).map((field) => (
          <ConflictNote
            key={field}
            label={kind.words[field]}
            theirs={kind.describe(field, edits.theirs[field])}
            onSettle={(side) => edits.settle(field, side)}
          />
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" size="xs" loading={saving.isPending} disabled={edits.hasConflict}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Under which name unsaved work on a part is kept. */
function keptName(account: Account, { path }: { path: string }, part: { id: string } | undefined): string {
  return `account.${account.id}.${path}.${part?.id ?? 'new'}`;
}

/** Whether somebody changed this part between the two versions. One that is gone is gone, as was wanted. */
function isOther<Part extends { id: string }, Form extends ContactForm | AddressForm>(
  kind: PartKind<Part, Form>,
  before: Account,
  now: Account,
  id: string,
): boolean {
  const [was, is] = [before, now].map((account) => kind.listOf(account).find((part) => part.id === id));
  return is !== undefined && JSON.stringify(was) !== JSON.stringify(is);
}

/** `contacts.0.email` is the `email` of the one part that was checked. */
function stripped(issues: FieldErrors, path: string): FieldErrors {
  return new Map([...issues].map(([key, message]) => [key.replace(`${path}.0.`, ''), message]));
}

// Object.keys forgets the keys of the form.
const keysOf = <Form extends object>(form: Partial<Form>) => Object.keys(form) as (keyof Form & string)[];
