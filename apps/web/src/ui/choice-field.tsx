import './fields.css';
import { Input } from '@mantine/core';
import { useId } from 'react';
import { Typeahead, type TypeaheadProps } from './typeahead.tsx';
import type { Choice } from './typeahead-source.ts';

interface ChoiceFieldProps<Item extends Choice> extends Omit<TypeaheadProps<Item>, 'inputProps'> {
  label: string;
  error?: string | undefined;
  description?: string;
  placeholder?: string;
  disabled?: boolean;
  required?: boolean;
  inputProps?: TypeaheadProps<Item>['inputProps'];
}

/** A type-ahead picker with label and error: accounts, products, people. */
export function ChoiceField<Item extends Choice>(props: ChoiceFieldProps<Item>) {
  const { label, error, description, placeholder, disabled, required, inputProps, ...typeahead } = props;
  const id = useId();
  return (
    <Input.Wrapper
      id={id}
      label={label}
      error={error}
      {...(description !== undefined && { description })}
      labelProps={{ htmlFor: id }}
      withAsterisk={required ?? false}
    >
      <Typeahead
        {...typeahead}
        inputProps={{
          ...inputProps,
          id,
          className: 'field-input',
          placeholder,
          disabled,
          'aria-invalid': error !== undefined || undefined,
          'aria-describedby': error === undefined ? undefined : `${id}-error`,
        }}
      />
    </Input.Wrapper>
  );
}
