import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo } from 'react';
import { useEdits } from '../../lib/edits.ts';
import { isProblem } from '../../lib/problem.ts';
import { useMay } from '../../lib/session.ts';
import { announce } from '../../lib/undo.tsx';
import { History } from '../../ui/history.tsx';
import { LeaveGuard } from '../../ui/leave-guard.tsx';
import { Facts, Panel } from '../../ui/page.tsx';
import { companyQuery } from '../../ui/reference-queries.ts';
import { ErrorBox, RecordSkeleton } from '../../ui/states.tsx';
import { TheirValue } from '../../ui/their-value.tsx';
import {
  companyChoices,
  companyWords,
  describeCompanyChange,
  describeCompanyValue,
} from './company-words.ts';
import { type Company, type CompanyForm, companyHistoryQuery, updateCompany } from './settings.queries.ts';

// Object.keys forgets that the words have no other keys.
const fields = Object.keys(companyWords) as (keyof CompanyForm)[];

/** The brokerage's name, time zone and what a new order begins with. */
export function CompanySettings() {
  const may = useMay();
  const { data: company, error, refetch } = useQuery(companyQuery);
  if (company === undefined) {
    return error === null ? <RecordSkeleton /> : <ErrorBox error={error} retry={() => void refetch()} />;
  }
  return (
    <>
      <Panel>
        {may('settings:edit') ? (
          <CompanySettingsForm company={company} />
        ) : (
          <Facts
            items={[
              ...fields.map(
                (field) => [companyWords[field], describeCompanyValue(field, company[field])] as const,
              ),
              ['Currency', company.currency],
            ]}
          />
        )}
      </Panel>
      <CompanyHistory />
    </>
  );
}

function CompanySettingsForm({ company }: { company: Company }) {
  const queryClient = useQueryClient();
  const { name, timeZone, defaultBillingMode, defaultEngagedBy } = company;
  const edits = useEdits({ name, timeZone, defaultBillingMode, defaultEngagedBy }, 'company');
  const { values } = edits;
  const save = useMutation({
    mutationFn: () => updateCompany(company, edits.changes),
    onSuccess: (after) => {
      edits.reset();
      queryClient.setQueryData(companyQuery.queryKey, after);
      void queryClient.invalidateQueries({ queryKey: ['company'] });
      announce('The company is saved');
    },
    onError: (error) => {
      if (isProblem(error, 'record.stale')) void queryClient.invalidateQueries({ queryKey: ['company'] });
    },
  });
  const errors = isProblem(save.error) ? save.error.fieldErrors : new Map<string, string>();
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    return known.includes(timeZone) ? known : [timeZone, ...known];
  }, [timeZone]);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (edits.isDirty && !save.isPending) save.mutate();
  }
  const theirs = (field: keyof CompanyForm) =>
    edits.theirs[field] !== undefined && (
      <TheirValue
        label={companyWords[field]}
        value={describeCompanyValue(field, edits.theirs[field])}
        onSettle={(side) => edits.settle(field, side)}
      />
    );
  const choice = (field: keyof typeof companyChoices, description: string) => (
    <div>
      <NativeSelect
        label={companyWords[field]}
        description={description}
        data={companyChoices[field]}
        value={values[field]}
        error={errors.get(field)}
        // The values of a select's options are the choices of its field.
        onChange={(event) => edits.set(field, event.currentTarget.value as CompanyForm[typeof field])}
      />
      {theirs(field)}
    </div>
  );

  return (
    <form onSubmit={onSubmit}>
      <LeaveGuard isDirty={edits.isDirty} />
      <Stack gap="md">
        <ErrorBox error={save.error} except={(path) => fields.some((field) => field === path)} />
        <div>
          <TextInput
            label={companyWords.name}
            description="As printed on confirmations"
            value={values.name}
            maxLength={200}
            required
            withAsterisk={false}
            error={errors.get('name')}
            onChange={(event) => edits.set('name', event.currentTarget.value)}
          />
          {theirs('name')}
        </div>
        <div>
          <NativeSelect
            label={companyWords.timeZone}
            description="Decides which day it is: for order dates, due dates and the dashboard"
            data={zones}
            value={values.timeZone}
            error={errors.get('timeZone')}
            onChange={(event) => edits.set('timeZone', event.currentTarget.value)}
          />
          {theirs('timeZone')}
        </div>
        {choice('defaultBillingMode', 'What a new order begins with; orders already written keep theirs')}
        {choice('defaultEngagedBy', 'Who owes us the commission, unless an order says otherwise')}
        <Facts items={[['Currency', company.currency]]} />
        <Group gap="xs">
          <Button type="submit" loading={save.isPending} disabled={!edits.isDirty || edits.hasConflict}>
            Save
          </Button>
          {edits.isDirty && (
            <Button
              variant="default"
              onClick={() => {
                edits.reset();
                save.reset();
              }}
            >
              Discard
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function CompanyHistory() {
  const query = useInfiniteQuery(companyHistoryQuery);
  if (query.data?.pages[0]?.items.length === 0) return null;
  return (
    <Panel title="History">
      <History query={query} describe={describeCompanyChange} />
    </Panel>
  );
}
