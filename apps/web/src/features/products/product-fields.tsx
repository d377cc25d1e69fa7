import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FieldErrors } from '../../lib/check.ts';
import { ConflictNote } from '../../ui/conflict-note.tsx';
import { type ProductForm, productWords } from './product-form.ts';

interface FieldsProps {
  form: ProductForm;
  onChange: <Field extends keyof ProductForm>(field: Field, value: ProductForm[Field]) => void;
  errors: FieldErrors;
  /** What somebody else saved meanwhile in fields that were typed in here. */
  theirs?: Partial<ProductForm>;
  onSettle?: (field: keyof ProductForm, side: 'mine' | 'theirs') => void;
}

/** Everything a product says of itself. */
export function ProductFields({ form, onChange, errors, theirs = {}, onSettle }: FieldsProps) {
  function field(name: keyof ProductForm, input: ReactNode, isWide = false) {
    const other = theirs[name];
    return (
      <div className={isWide ? 'wide' : undefined}>
        {input}
        {other !== undefined && onSettle !== undefined && (
          <ConflictNote
            label={productWords[name]}
            theirs={typeof other === 'boolean' ? (other ? 'yes' : 'no') : other}
            onSettle={(side) => onSettle(name, side)}
          />
        )}
      </div>
    );
  }
  const text = (name: Exclude<keyof ProductForm, 'isFreshProduce' | 'packUnit'>) => ({
    label: productWords[name],
    value: form[name],
    error: errors.get(name),
    onChange: (event: { currentTarget: { value: string } }) => onChange(name, event.currentTarget.value),
  });
  return (
    <div className="product-fields">
      {field('name', <TextInput {...text('name')} maxLength={200} autoFocus />, true)}
      {field('variety', <TextInput {...text('variety')} maxLength={255} />)}
      {field('grade', <TextInput {...text('grade')} maxLength={255} />)}
      {field('code', <TextInput {...text('code')} maxLength={255} />)}
      {field('category', <TextInput {...text('category')} maxLength={255} />)}
      {field('packSize', <TextInput {...text('packSize')} inputMode="decimal" />)}
      {field(
        'packUnit',
        <NativeSelect
          label={productWords.packUnit}
          value={form.packUnit}
          error={errors.get('packUnit')}
          data={[
            { value: '', label: 'None' },
            { value: 'lb', label: 'lb' },
            { value: 'kg', label: 'kg' },
          ]}
          // The choices above are the units.
          onChange={(event) => onChange('packUnit', event.currentTarget.value as ProductForm['packUnit'])}
        />,
      )}
      {field('price', <TextInput {...text('price')} inputMode="decimal" />)}
      {field('unit', <TextInput {...text('unit')} maxLength={255} placeholder="such as lb or package" />)}
      {field(
        'isFreshProduce',
        <Checkbox
          label="Fresh produce (perishable)"
          checked={form.isFreshProduce}
          onChange={(event) => onChange('isFreshProduce', event.currentTarget.checked)}
        />,
        true,
      )}
      {field('description', <Textarea {...text('description')} rows={3} maxLength={4000} />, true)}
    </div>
  );
}
