import './accounts.css';
import { Button, Group, Stack } from '@mantine/core';
import { accountCreate } from '@pace/shared/accounts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type FieldErrors, findIssues, noErrors } from '../../lib/check.ts';
import { useHotkeys } from '../../lib/hotkeys.ts';
import { useKeptForm } from '../../lib/kept-work.ts';
import { useMe } from '../../lib/session.ts';
import { announce } from '../../lib/undo.tsx';
import { KeptNotice } from '../../ui/kept-notice.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Panel } from '../../ui/page.tsx';
import { ErrorBox } from '../../ui/states.tsx';
import { AddressFields } from './account-addresses.tsx';
import { ContactFields } from './account-contacts.tsx';
import { AccountFields } from './account-fields.tsx';
import {
  type AddressForm,
  blankAddress,
  blankContact,
  type ContactForm,
  type DetailsForm,
  isTyped,
  toCreate,
} from './account-form.ts';
import { refusedFields, similarName, similarNames, unplacedError } from './account-saving.ts';
import { accountQuery, createAccount, similarAccountsQuery } from './accounts.queries.ts';
import { SimilarAccounts } from './similar-accounts.tsx';

const pauseMs = 300;
/** Shorter names are similar to half the book. */
const shortestCompared = 3;

/** A new account, with the person one talks to and where they are. */
export function AccountCreate() {
  const me = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [start] = useState<DetailsForm>(() => ({
    name: '',
    role: 'seller',
    code: '',
    email: '',
    phone: '',
    paymentTermsId: '',
    ownerId: me.id,
    notes: '',
  }));
  const [details, setDetails, hasDetails] = useKeptForm('account.new', start);
  const [contact, setContact, hasContact] = useKeptForm<ContactForm>('account.new.contact', blankContact);
  const [address, setAddress, hasAddress] = useKeptForm<AddressForm>('account.new.address', blankAddress);
  const [found, setFound] = useState(noErrors);
  const similar = useSimilar(details.name);

  const creation = useMutation({
    mutationFn: (acknowledge: string[]) => createAccount(toCreate(details, contact, address, acknowledge)),
    onSuccess: async (account) => {
      queryClient.setQueryData(accountQuery(account.id).queryKey, account);
      void queryClient.invalidateQueries({ queryKey: ['accounts'] });
      announce(`${account.name} added`);
      await navigate({
        to: '/accounts/$accountId',
        params: { accountId: account.id },
        replace: true,
        ignoreBlocker: true,
      });
    },
  });
  const refused = similarNames(creation.error);
  // What the person has on screen is what they accept.
  const known = similar.length > 0 ? similar : (refused ?? []);
  const isDirty =
    JSON.stringify(details) !== JSON.stringify(start) ||
    isTyped(contact, blankContact) ||
    isTyped(address, blankAddress);

  function create() {
    if (creation.isPending) return;
    const acknowledge = known.length > 0 ? [similarName] : [];
    const issues = findIssues(accountCreate, toCreate(details, contact, address, acknowledge));
    setFound(issues);
    if (issues.size > 0) {
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('.page [aria-invalid="true"]')?.focus(),
      );
    } else creation.mutate(acknowledge);
  }
  useHotkeys({ 'mod+s': create });
  const errors = (part?: 'contacts' | 'addresses') =>
    found.size > 0 ? partOf(found, part) : refusedFields(creation.error, part);

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <LeaveGuard isDirty={isDirty && !creation.isSuccess} />
      <Stack gap="md">
        <KeptNotice isShown={hasDetails || hasContact || hasAddress} />
        {refused === undefined && <ErrorBox error={unplacedError(creation.error)} except={isShown} />}
        <div className="account-create">
          <Panel title="Account">
            <Stack gap="sm">
              <AccountFields
                form={details}
                onChange={(field, value) => setDetails((before) => ({ ...before, [field]: value }))}
                errors={errors()}
                nameNote={known.length > 0 && <NameNote names={known.map(({ name }) => name)} />}
              />
            </Stack>
          </Panel>
          <Stack gap="md">
            <Panel title="Whom we talk to">
              <div className="account-part-fields">
                <ContactFields
                  form={contact}
                  onChange={(field, value) => setContact((before) => ({ ...before, [field]: value }))}
                  errors={errors('contacts')}
                  withPrimary={false}
                />
              </div>
            </Panel>
            <Panel title="Where they are">
              <div className="account-part-fields">
                <AddressFields
                  form={address}
                  onChange={(field, value) => setAddress((before) => ({ ...before, [field]: value }))}
                  errors={errors('addresses')}
                  withPrimary={false}
                />
              </div>
            </Panel>
          </Stack>
        </div>
        {known.length > 0 && <SimilarAccounts accounts={known} />}
        <Group justify="flex-end" gap="xs">
          <LinkButton to="/accounts" variant="default">
            Cancel
          </LinkButton>
          <Button type="submit" loading={creation.isPending}>
            {known.length > 0 ? 'Create anyway' : 'Create account'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Said where the name is typed; the links come last, so that they are not in the way of the Tab key. */
function NameNote({ names }: { names: readonly string[] }) {
  return <p className="account-name-note">Much like {names.join(', ')}</p>;
}

/** Asked a moment after the last key, so that the warning is there before everything else is typed. */
function useSimilar(name: string): readonly { id: string; name: string }[] {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(name.trim()), pauseMs);
    return () => window.clearTimeout(timer);
  }, [name]);
  const isLong = settled.length >= shortestCompared;
  const { data } = useQuery({ ...similarAccountsQuery(settled), enabled: isLong });
  return isLong && name.trim() !== '' ? (data?.items ?? []) : [];
}

function partOf(issues: FieldErrors, part: 'contacts' | 'addresses' | undefined): FieldErrors {
  const start = part === undefined ? '' : `${part}.0.`;
  return new Map(
    [...issues].flatMap(([path, message]) =>
      path.startsWith(start) ? [[path.slice(start.length), message]] : [],
    ),
  );
}

/** Fields that the form marks itself. */
function isShown(path: string): boolean {
  return (
    path in ({ name: 1, type: 1, code: 1, email: 1, phone: 1, notes: 1 } as const) ||
    /^(contacts|addresses)\./.test(path)
  );
}
