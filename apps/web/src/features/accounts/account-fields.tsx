import { Input, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import type { FieldErrors } from '../../lib/check.ts';
import { ConflictNote } from '../../ui/conflict-note.tsx';
import { paymentTermsQuery, peopleQuery } from '../../ui/reference-queries.ts';
import type { AccountRole, DetailsForm } from './account-form.ts';
import { detailWords, roleWords } from './account-words.ts';

interface FieldsProps {
  form: DetailsForm;
  onChange: <Field extends keyof DetailsForm>(field: Field, value: DetailsForm[Field]) => void;
  errors: FieldErrors;
  /** What somebody else saved meanwhile in fields that were typed in here. */
  theirs?: Partial<DetailsForm>;
  onSettle?: (field: keyof DetailsForm, side: 'mine' | 'theirs') => void;
  /** Something to say about the name, below it. */
  nameNote?: ReactNode;
}

/** Everything an account says of itself; contacts and addresses are lists of their own. */
export function AccountFields({ form, onChange, errors, theirs = {}, onSettle, nameNote }: FieldsProps) {
  const terms = useQuery(paymentTermsQuery).data;
  const people = useQuery(peopleQuery).data;
  const roleId = useId();

  function describe(field: keyof DetailsForm, value: string): string {
    if (field === 'role') return roleWords[value as AccountRole]; // The field's values are the roles.
    if (field === 'paymentTermsId') return terms?.find(({ id }) => id === value)?.name ?? value;
    if (field === 'ownerId') return people?.find(({ id }) => id === value)?.name ?? value;
    return value;
  }
  function withNote(field: keyof DetailsForm, input: ReactNode) {
    const other = theirs[field];
    return (
      <div className="account-field" data-field={field}>
        {input}
        {other !== undefined && onSettle !== undefined && (
          <ConflictNote
            label={detailWords[field]}
            theirs={describe(field, other)}
            onSettle={(side) => onSettle(field, side)}
          />
        )}
      </div>
    );
  }
  const plain = <Field extends Exclude<keyof DetailsForm, 'role'>>(field: Field) => ({
    label: detailWords[field],
    value: form[field],
    error: errors.get(field),
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange(field, event.currentTarget.value as DetailsForm[Field]), // All but the role are texts.
  });

  return (
    <>
      {withNote(
        'name',
        <TextInput {...plain('name')} maxLength={200} required withAsterisk={false} autoFocus />,
      )}
      {nameNote}
      {withNote(
        'role',
        <Input.Wrapper
          label={detailWords.role}
          labelElement="div"
          labelProps={{ id: roleId }}
          error={errors.get('type')}
        >
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby={roleId}
            value={form.role}
            onChange={(role) => onChange('role', role)}
            data={[
              { value: 'seller', label: 'Seller' },
              { value: 'buyer', label: 'Buyer' },
              { value: 'both', label: 'Both' },
            ]}
          />
        </Input.Wrapper>,
      )}
      {withNote('code', <TextInput {...plain('code')} maxLength={255} />)}
      {withNote('email', <TextInput {...plain('email')} type="email" maxLength={255} />)}
      {withNote('phone', <TextInput {...plain('phone')} type="tel" maxLength={255} />)}
      {withNote(
        'paymentTermsId',
        <NativeSelect
          {...plain('paymentTermsId')}
          data={[
            { value: '', label: 'None' },
            ...(terms ?? [])
              .filter((term) => term.isActive || term.id === form.paymentTermsId)
              .map((term) => ({ value: term.id, label: term.name })),
          ]}
        />,
      )}
      {withNote(
        'ownerId',
        <NativeSelect
          {...plain('ownerId')}
          data={[
            { value: '', label: 'Nobody' },
            ...(people ?? [])
              .filter((person) => person.isActive || person.id === form.ownerId)
              .map((person) => ({ value: person.id, label: person.name })),
          ]}
        />,
      )}
      {withNote('notes', <Textarea {...plain('notes')} rows={4} maxLength={4000} />)}
    </>
  );
}
