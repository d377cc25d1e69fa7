import './status-chip.css';
import {
  Ban,
  BookCheck,
  CircleCheck,
  CircleDashed,
  CircleDollarSign,
  CircleOff,
  type LucideIcon,
} from 'lucide-react';

export type Tone = 'neutral' | 'good' | 'info' | 'warn' | 'bad';

/** A state as colour, icon and word: none of the three has to be seen alone. */
export function Chip({ tone, icon: Icon, children }: { tone: Tone; icon: LucideIcon; children: string }) {
  return (
    <span className="status-chip" data-tone={tone}>
      <Icon size={13} aria-hidden />
      {children}
    </span>
  );
}

const orderStates = {
  draft: ['neutral', CircleDashed, 'Draft'],
  confirmed: ['good', CircleCheck, 'Confirmed'],
  posted_to_qb: ['info', BookCheck, 'Posted'],
  paid: ['good', CircleDollarSign, 'Paid'],
} as const satisfies Record<string, readonly [Tone, LucideIcon, string]>;

type OrderStatus = keyof typeof orderStates;

export function statusWord(status: OrderStatus): string {
  return orderStates[status][2];
}

/** Where an order is in its life. A cancelled one keeps its status, but what matters is that it is cancelled. */
export function StatusChip({ status, isCancelled = false }: { status: OrderStatus; isCancelled?: boolean }) {
  const [tone, icon, word] = orderStates[status];
  if (isCancelled) {
    return (
      <Chip tone="bad" icon={Ban}>
        Cancelled
      </Chip>
    );
  }
  return (
    <Chip tone={tone} icon={icon}>
      {word}
    </Chip>
  );
}

/** An account or product that new orders cannot name. */
export function InactiveChip() {
  return (
    <Chip tone="neutral" icon={CircleOff}>
      Inactive
    </Chip>
  );
}
