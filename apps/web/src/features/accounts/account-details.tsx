import { Button, Group, Stack } from '@mantine/core';
import { accountUpdate } from '@pace/shared/accounts';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { findIssues, noErrors } from '../../lib/check.ts';
import { useEdits } from '../../lib/edits.ts';
import { formatInstant } from '../../lib/format.ts';
import { describeKey, useHotkeys } from '../../lib/hotkeys.ts';
import { useHasKept } from '../../lib/kept-work.ts';
import { announce } from '../../lib/undo.tsx';
import { KeptNotice } from '../../ui/kept-notice.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Facts, Panel } from '../../ui/page.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { AccountFields } from './account-fields.tsx';
import { type DetailsForm, detailsToWire, toDetails } from './account-form.ts';
import { roleWord } from './account-history-words.ts';
import {
  refusedFields,
  similarName,
  similarNames,
  unplacedError,
  useAccountSaving,
} from './account-saving.ts';
import { detailWords } from './account-words.ts';
import type { Account } from './accounts.queries.ts';
import { SimilarAccounts } from './similar-accounts.tsx';

/** What an account says of itself, changed in its place. */
export function AccountDetails({ account }: { account: Account }) {
  const mayEdit = account.allowedActions.includes('edit');
  const hasKept = useHasKept();
  const [isEditing, setEditing] = useState(() => mayEdit && hasKept(keptName(account)));
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useHotkeys({ e: () => mayEdit && setEditing(true) });
  useEffect(() => {
    if (wasEditing.current && !isEditing) button.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  if (isEditing) {
    return (
      <Panel title="Details">
        <DetailsEditor account={account} onDone={() => setEditing(false)} />
      </Panel>
    );
  }
  return (
    <Panel
      title="Details"
      actions={
        mayEdit && (
          <Button
            ref={button}
            variant="default"
            size="compact-sm"
            aria-label="Edit details"
            onClick={() => setEditing(true)}
          >
            Edit
          </Button>
        )
      }
    >
      <Facts
        items={[
          [detailWords.role, roleWord(account)],
          [detailWords.code, account.code],
          [detailWords.email, account.email && <MailLink address={account.email} />],
          [detailWords.phone, account.phone && <PhoneLink phone={account.phone} />],
          [detailWords.paymentTermsId, account.paymentTerms?.name],
          [
            detailWords.ownerId,
            account.owner && (
              <Link className="text-link" to="/accounts" search={{ ownerId: account.owner.id }}>
                {account.owner.name}
              </Link>
            ),
          ],
          ['QuickBooks', account.qboCustomerId && `Customer ${account.qboCustomerId}`],
          ['Added', formatInstant(account.createdAt)],
          [detailWords.notes, account.notes && <span className="account-notes">{account.notes}</span>],
        ]}
      />
    </Panel>
  );
}

export function MailLink({ address }: { address: string }) {
  return (
    <a className="text-link" href={`mailto:${address}`}>
      {address}
    </a>
  );
}

export function PhoneLink({ phone }: { phone: string }) {
  return (
    <a className="text-link" href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>
      {phone}
    </a>
  );
}

const keptName = ({ id }: Account) => `account.${id}`;

function DetailsEditor({ account, onDone }: { account: Account; onDone: () => void }) {
  const edits = useEdits<DetailsForm>(toDetails(account), keptName(account));
  const saving = useAccountSaving();
  const [found, setFound] = useState(noErrors);
  const errors = found.size > 0 ? found : refusedFields(saving.error);
  const similar = similarNames(saving.error);

  function save(acknowledge: string[] = []) {
    if (saving.isPending || edits.hasConflict) return;
    if (!edits.isDirty) return onDone();
    const { changes } = edits;
    const issues = findIssues(accountUpdate, detailsToWire(changes, account.type));
    setFound(issues);
    if (issues.size > 0) return;
    saving.mutate(
      {
        account,
        change: (current) => ({ ...detailsToWire(changes, current.type), acknowledge }),
        isInTheWay: (current) => {
          const [seen, now] = [toDetails(account), toDetails(current)];
          // Object.keys forgets that these are the keys of the form.
          return (Object.keys(changes) as (keyof DetailsForm)[]).some((key) => seen[key] !== now[key]);
        },
      },
      {
        onSuccess: (saved) => {
          announce(`${saved.name} saved`);
          onDone();
        },
      },
    );
  }

  useHotkeys({ 'mod+s': () => save() });
  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event: KeyboardEvent) => {
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
        {similar === undefined && (
          <ErrorBox error={unplacedError(saving.error)} except={(path) => errors.has(path)} />
        )}
        <AccountFields
          form={edits.values}
          onChange={edits.set}
          errors={errors}
          theirs={edits.theirs}
          onSettle={edits.settle}
        />
        {similar !== undefined && (
          <SimilarAccounts accounts={similar}>
            <Button size="compact-sm" onClick={() => save([similarName])}>
              Save anyway
            </Button>
          </SimilarAccounts>
        )}
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
