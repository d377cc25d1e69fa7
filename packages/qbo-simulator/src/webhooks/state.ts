import type { Store, Table } from '../core/store.ts';
import type { EntityName } from '../entities/fields.ts';
import type { Change } from '../entities/model.ts';

export type WebhookFormat = 'cloudevents' | 'legacy';

/** What an app has set up in the developer portal. */
export interface Subscription {
  readonly clientId: string;
  readonly url: string;
  readonly verifierToken: string;
  readonly entities: readonly EntityName[];
  readonly operations: readonly Change['operation'][];
  readonly format: WebhookFormat;
}

/** A change that an app is to hear of and that is in no delivery yet. */
export interface PendingEvent {
  readonly id: string;
  readonly clientId: string;
  readonly realmId: string;
  readonly type: EntityName;
  readonly entityId: string;
  readonly operation: Change['operation'];
  readonly deletedId?: string;
  readonly atMs: number;
}

/** One POST: its bytes are made once, so that every repetition is the same. */
export interface Delivery {
  readonly id: string;
  readonly no: number;
  readonly clientId: string;
  readonly body: string;
  readonly signature: string;
  readonly eventIds: readonly string[];
  readonly createdMs: number;
  readonly attempts: number;
  readonly nextMs: number;
  readonly state: 'waiting' | 'acknowledged' | 'dropped';
  readonly lastOutcome: string | undefined;
}

/** A webhook fault that waits for its delivery. */
export interface WebhookFault {
  readonly id: string;
  readonly type: string;
  readonly entity: string | undefined;
  readonly n: number;
  readonly ms: number;
  readonly p: number;
  left: number | undefined;
}

export interface WebhookState {
  readonly subscriptions: Table<Subscription>;
  readonly events: Table<PendingEvent>;
  readonly deliveries: Table<Delivery>;
  readonly counters: Table<{ value: number }>;
  readonly faults: WebhookFault[];
  /** Deliveries are sent one after the other: this ends when the last that was asked for has been. */
  working: Promise<void>;
  readonly listeners: Set<(delivery: Delivery) => void>;
}

export function openWebhooks(store: Store): WebhookState {
  return {
    subscriptions: store.table<Subscription>('webhooks/subscriptions'),
    events: store.table<PendingEvent>('webhooks/events'),
    deliveries: store.table<Delivery>('webhooks/deliveries'),
    counters: store.table<{ value: number }>('webhooks/counters'),
    faults: [],
    working: Promise.resolve(),
    listeners: new Set(),
  };
}
