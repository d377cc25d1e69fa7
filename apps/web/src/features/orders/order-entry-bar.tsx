import { Button, TextInput } from '@mantine/core';
import { formatMoney, formatNumber } from '../../lib/format.ts';
import { modKey } from '../../lib/hotkeys.ts';
import { totalsOf } from './order-form.ts';
import { type OrderFormStore, useForm } from './order-form-store.ts';

/** Live totals and the two ways to finish, always in view. */
export function OrderEntryBar(props: {
  store: OrderFormStore;
  isBusy: boolean;
  canConfirm: boolean;
  /** What both parties were sent would change: somebody has to say why. */
  reason: { value: string; error: string | undefined; onChange: (reason: string) => void } | undefined;
  onSave: () => void;
  onConfirm: () => void;
}) {
  const { store, isBusy, canConfirm, reason } = props;
  return (
    <div className="entry-bar">
      <Totals store={store} />
      <div className="entry-actions">
        {reason !== undefined && (
          <TextInput
            aria-label="Why it changes"
            placeholder="Why it changes"
            w="14rem"
            maxLength={255}
            value={reason.value}
            error={reason.error}
            data-reason
            onChange={(event) => reason.onChange(event.currentTarget.value)}
          />
        )}
        <Button
          variant={canConfirm ? 'default' : 'filled'}
          loading={isBusy}
          onClick={props.onSave}
          title={`${modKey} S`}
        >
          Save
        </Button>
        {canConfirm && (
          <Button loading={isBusy} onClick={props.onConfirm} title={`${modKey} Enter`}>
            Confirm
          </Button>
        )}
      </div>
    </div>
  );
}

/** Alone in listening to the lines: the buttons beside it are not rendered at every key. */
function Totals({ store }: { store: OrderFormStore }) {
  const totals = totalsOf(useForm(store, (form) => form.lines));
  return (
    <dl className="entry-totals" aria-label="Totals">
      <Total label="Lines" value={formatNumber(totals.lines)} isMinor />
      <Total label="Packages" value={formatNumber(totals.packages)} isMinor />
      <Total
        label="Net weight"
        value={totals.weights.map(([unit, weight]) => `${formatNumber(weight)} ${unit}`).join(' + ') || '–'}
        isWide
      />
      <Total label="Goods" value={formatMoney(totals.goods)} isMain isWide />
      <Total label="Commission" value={formatMoney(totals.commission)} isMain isWide />
    </dl>
  );
}

function Total({
  label,
  value,
  isMain,
  isMinor,
  isWide,
}: {
  label: string;
  value: string;
  isMain?: boolean;
  isMinor?: boolean;
  isWide?: boolean;
}) {
  // The boxes do not grow with every digit; they have two sizes.
  const isLong = value.length > (isMain ? 15 : isWide ? 18 : 8);
  return (
    <div
      data-main={isMain || undefined}
      data-minor={isMinor || undefined}
      data-wide={isWide || undefined}
      data-long={isLong || undefined}
    >
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
