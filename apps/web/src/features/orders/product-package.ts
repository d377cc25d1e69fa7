import type { ProductChoice } from '../../ui/choice-sources.ts';
import type { LineForm } from './order-form.ts';

export type Package = Pick<LineForm, 'packSize' | 'packUnit' | 'actualWeight'>;

/** The package and the weight belong to the product that was there; another one brings its own. */
export const noPackage = { packSize: '', packUnit: '', actualWeight: '' } as const satisfies Package;

/** The package a line has once its product is known. What was typed or pasted for it is what was agreed. */
export function packageFor(
  { packSize, packUnit }: Pick<LineForm, 'packSize' | 'packUnit'>,
  product: Pick<ProductChoice, 'packSize' | 'packUnit'>,
): Pick<LineForm, 'packSize' | 'packUnit'> {
  const usualUnit = product.packUnit ?? '';
  // A size in one unit is another size in another.
  const isSameUnit = packUnit === '' || packUnit === usualUnit;
  return {
    packSize: packSize || (isSameUnit ? (product.packSize ?? '') : ''),
    packUnit: packUnit || usualUnit,
  };
}
