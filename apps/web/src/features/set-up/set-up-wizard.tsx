import { Button, Group, NativeSelect, PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { fieldsLike, isRecord } from '../../lib/kept-work.ts';
import { isProblem } from '../../lib/problem.ts';
import type { Me } from '../../lib/session.ts';
import { readStored, writeStored } from '../../lib/stored.ts';
import { ErrorBox } from '../../ui/states.tsx';
import { type SetUpInput, setUp } from './set-up.queries.ts';

const titles = ['You', 'Your company', 'The order book'] as const;

/** What was typed outlives a reload. Nobody is signed in yet, so that it is nobody's: it is kept with the tab alone. */
const keptAs = 'pace.set-up';

function readKept(): SetUpInput {
  const blank: SetUpInput = {
    code: '',
    email: '',
    password: '',
    firstName: '',
    lastName: '',
    company: {
      name: '',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      defaultBillingMode: 'goods',
      defaultEngagedBy: 'seller',
    },
    sampleData: false,
  };
  const kept = readStored(keptAs, isRecord, 'tab') ?? {};
  const company = isRecord(kept['company']) ? fieldsLike(blank.company, kept['company']) : {};
  return { ...blank, ...fieldsLike(blank, kept), company: { ...blank.company, ...company } };
}

/** Which step has the field that the server refused. */
const stepOf = (path: string) => (path.startsWith('company') ? 1 : path === 'sampleData' ? 2 : 0);

/** The first start: administrator, company, empty or with sample data; created in one act at the end. */
export function SetUpWizard({ code, onDone }: { code: string; onDone: (me: Me) => void }) {
  const [step, setStep] = useState(0);
  const [form, setForm] = useState(() => ({ ...readKept(), code }));
  useEffect(() => {
    // Neither of the two secrets is kept.
    const { code: _code, password: _password, ...kept } = form;
    writeStored(keptAs, kept, 'tab');
  }, [form]);
  const create = useMutation({
    mutationFn: setUp,
    onSuccess: ({ user }) => {
      writeStored(keptAs, undefined, 'tab');
      onDone(user);
    },
    onError: (error) => {
      const [first] = isProblem(error) ? error.fieldErrors.keys() : [];
      setStep(
        first === undefined ? (isProblem(error, 'auth.set_up_code_invalid') ? 0 : step) : stepOf(first),
      );
    },
  });
  const errors = isProblem(create.error) ? create.error.fieldErrors : new Map<string, string>();
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirstRender = useRef(true);
  useEffect(() => {
    // A new step begins at its heading, for the keyboard and for screen readers.
    if (!isFirstRender.current && step >= 0) heading.current?.focus();
    isFirstRender.current = false;
  }, [step]);

  const set = (change: Partial<SetUpInput>) => setForm({ ...form, ...change });
  const setCompany = (change: Partial<SetUpInput['company']>) =>
    set({ company: { ...form.company, ...change } });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (step < titles.length - 1) setStep(step + 1);
    else create.mutate(form);
  }

  return (
    <form onSubmit={onSubmit}>
      <Stack gap="md">
        <Text c="dimmed" size="sm">
          Step {step + 1} of {titles.length}
        </Text>
        <h2 ref={heading} tabIndex={-1} className="set-up-heading">
          {titles[step]}
        </h2>
        <ErrorBox error={create.error} except={() => true} />
        {step === 0 && <You form={form} errors={errors} set={set} />}
        {step === 1 && <Company form={form} errors={errors} set={setCompany} />}
        {step === 2 && (
          <Radio.Group
            label="Start with"
            value={form.sampleData ? 'sample' : 'empty'}
            onChange={(value) => set({ sampleData: value === 'sample' })}
          >
            <Stack gap="sm" mt="xs">
              <Radio
                value="empty"
                label="An empty book"
                description="Your own accounts, products and orders"
              />
              <Radio
                value="sample"
                label="Sample data"
                description="An invented brokerage with 40 accounts, 60 products and 300 orders, to look around"
              />
            </Stack>
          </Radio.Group>
        )}
        <Group justify="space-between" mt="xs">
          {step > 0 ? (
            <Button variant="default" onClick={() => setStep(step - 1)}>
              Back
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={create.isPending}>
            {step < titles.length - 1 ? 'Continue' : 'Open PACE CRM'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface StepProps<Change> {
  form: SetUpInput;
  errors: ReadonlyMap<string, string>;
  set: (change: Change) => void;
}

function You({ form, errors, set }: StepProps<Partial<SetUpInput>>) {
  const text = (field: 'code' | 'email' | 'firstName' | 'lastName') => ({
    value: form[field],
    error: errors.get(field),
    onChange: (event: { currentTarget: { value: string } }) => set({ [field]: event.currentTarget.value }),
  });
  return (
    <>
      <TextInput
        {...text('code')}
        label="One-time code"
        description="Printed where PACE CRM was started; `npm run set-up-code` prints a new one"
        required
        autoComplete="one-time-code"
        autoFocus={form.code === ''}
      />
      <Group grow align="start">
        <TextInput {...text('firstName')} label="First name" required autoComplete="given-name" />
        <TextInput {...text('lastName')} label="Last name" required autoComplete="family-name" />
      </Group>
      <TextInput {...text('email')} label="E-mail" type="email" required autoComplete="username" />
      <PasswordInput
        label="Password"
        description="At least 10 characters"
        value={form.password}
        error={errors.get('password')}
        onChange={(event) => set({ password: event.currentTarget.value })}
        required
        minLength={10}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      />
    </>
  );
}

function Company({ form: { company }, errors, set }: StepProps<Partial<SetUpInput['company']>>) {
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <>
      <TextInput
        label="Company name"
        description="Printed on every confirmation"
        value={company.name}
        error={errors.get('company.name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
        required
        maxLength={200}
      />
      <NativeSelect
        label="Time zone"
        description="Decides which day and month an order belongs to"
        value={company.timeZone}
        error={errors.get('company.timeZone')}
        onChange={(event) => set({ timeZone: event.currentTarget.value })}
        data={zones.includes(company.timeZone) ? zones : [company.timeZone, ...zones]}
      />
      <Radio.Group
        label="Who is invoiced, unless an order says otherwise"
        value={`${company.defaultBillingMode}:${company.defaultEngagedBy}`}
        error={errors.get('company.defaultBillingMode') ?? errors.get('company.defaultEngagedBy')}
        onChange={(value) => {
          const chosen = billing.find((one) => one.value === value);
          if (chosen) set({ defaultBillingMode: chosen.mode, defaultEngagedBy: chosen.by });
        }}
      >
        <Stack gap="sm" mt="xs">
          {billing.map(({ value, label, description }) => (
            <Radio key={value} value={value} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
    </>
  );
}

const billing = [
  {
    value: 'goods:seller',
    mode: 'goods',
    by: 'seller',
    label: 'The buyer, for the goods',
    description: 'We invoice the goods on the seller’s behalf',
  },
  {
    value: 'commission:seller',
    mode: 'commission',
    by: 'seller',
    label: 'The seller, for our commission',
    description: 'The seller invoices the goods and engaged us',
  },
  {
    value: 'commission:buyer',
    mode: 'commission',
    by: 'buyer',
    label: 'The buyer, for our commission',
    description: 'The seller invoices the goods; the buyer engaged us',
  },
] as const;
