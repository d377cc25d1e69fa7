/**
 * Where the real service's behaviour is not certain, a knob holds both readings: the default is the stricter or the
 * better evidenced one. The numbers that tests want small are knobs as well. This table is the whole list.
 */

interface Choice {
  readonly values: readonly string[];
  readonly initial: string;
  readonly meaning: string;
}
interface Whole {
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  readonly meaning: string;
}
interface Switch {
  readonly initial: boolean;
  readonly meaning: string;
}

const choice = <const V extends readonly [string, ...string[]]>(values: V, meaning: string) => ({
  values,
  initial: values[0] as V[number], // The first reading listed is the default.
  meaning,
});
const whole = (initial: number, meaning: string, { min = 0, max = 1_000_000_000 } = {}): Whole => ({
  initial,
  meaning,
  min,
  max,
});
const toggle = (initial: boolean, meaning: string): Switch => ({ initial, meaning });

export const knobTable = {
  // Time
  clockStepMs: whole(
    125,
    'milliseconds that a virtual clock moves at every REST call; a real clock ignores it',
  ),

  // Sign-in
  authorizeMode: choice(
    ['auto', 'page', 'deny', 'invalid_scope'],
    'what the consent page does: straight back with a code, a page to choose the company, or a refusal',
  ),
  codeLifetimeS: whole(600, 'seconds for which an authorization code may be exchanged'),
  rotateEvery: choice(['24h', 'always', 'never'], 'when a refresh gives a new refresh token'),
  graceSeconds: whole(0, 'seconds for which a superseded refresh token still works'),
  reuseRevokesFamily: toggle(false, 'using a superseded refresh token ends the whole connection'),
  invalidGrantDescription: choice(
    ['none', 'Token invalid', 'Incorrect or invalid refresh token'],
    'error_description beside invalid_grant',
  ),

  // Answers
  wrongRealm: choice(['401-100', '403-3100'], 'the fault for a token of another company'),
  gatewayFormat: choice(
    ['default', 'json', 'xml', 'html'],
    'how gateway errors are written; default: 429 as XML, 5xx as HTML, the others as Accept asks',
  ),

  // Objects
  sharedIds: toggle(
    true,
    'one number sequence for all transactions and one for all names; off: one per entity',
  ),
  sparseNull: choice(['clears', 'ignored'], 'what null does in a sparse update'),
  unknownFields: choice(['ignored', '2010'], 'what a field that nobody knows does'),
  nameSignCode: choice(['6000', '2050'], 'the fault for a colon, tab or line break in a name'),
  dateCode: choice(['2080', '2170'], 'the fault for a date that is none'),
  deletedNameTaken: choice(
    ['numbered', '6240'],
    'switching off a name whose " (deleted)" form is taken already',
  ),
  inactivateWithBalance: choice(
    ['refused', 'allowed'],
    'switching off a customer or vendor with an open balance',
  ),
  customerTokenOnBalance: toggle(false, "a changed balance moves the customer's SyncToken and time"),

  // Money
  rounding: choice(
    ['half_up', 'half_even', 'truncate4_then_half_up'],
    'how Qty × UnitPrice becomes the Amount that a line must show',
  ),
  tolerance: choice(['0', '0.01'], 'by how much Amount may differ from Qty × UnitPrice before 6070'),
  serverZone: choice(
    ['America/Los_Angeles', 'company', 'UTC'],
    'the zone of the day that an omitted TxnDate gets',
  ),
  overApply: choice(['refused', 'capped'], 'a payment line above the open balance'),
  duplicateNumbers: choice(['unchecked', '6140'], 'a DocNumber given twice while custom numbers are off'),
  unknownLineId: choice(['new', '2500'], 'a line sent with an Id that the document does not have'),
  astDriftCents: whole(0, 'cents by which automated sales tax comes out higher than expected', { max: 100 }),
  voidWithPayment: choice(['refused', 'unlinked'], 'voiding an invoice to which a payment is applied'),
  editVoided: choice(['refused', 'allowed'], 'giving a voided invoice or payment amounts again'),
  deleteWithLinks: choice(['refused', 'unlinked'], 'deleting a transaction that others are linked to'),
  estimateAfterInvoice: choice(['Closed', 'Converted'], 'the status of an estimate once it is invoiced'),
  sendsPerDay: whole(40, 'e-mails that a company may send in a day, as in a sandbox; 0: no limit'),

  // Queries and change data capture
  orderById: choice(['4001', 'allowed'], 'ORDERBY Id'),
  overMaxResults: choice(['4001', 'clamped'], 'MAXRESULTS above 1000'),
  unstableOrder: toggle(false, 'pages without ORDERBY come in another order each time'),
  listLagMs: whole(0, 'how far queries look into the past', { max: 3_600_000 }),
  cdcCap: whole(1000, 'objects in one answer of change data capture', { min: 1, max: 1000 }),
  cdcTruncation: choice(['oldest first', 'newest first'], 'which changes a full answer keeps'),

  // Batch
  duplicateBatchIds: choice(['refused', 'allowed'], 'two items of a batch with one bId'),
  batchOrder: choice(['random', 'as sent'], 'the order in which the items of a batch run and are answered'),
  batchQueryClass: choice(['CorePlus', 'Core'], 'how a batch that contains a query is metered'),

  // Request ids
  requestIdMode: choice(['honour', 'ignore', 'fault600'], 'what a repeated requestid does'),
  requestIdStores: choice(['all', 'successes'], 'which first answers are replayed'),
  requestIdReuse: choice(['replay', '600'], 'a known requestid with another address or body'),
  requestIdConcurrent: choice(['wait', '600'], 'a requestid whose first call is still being answered'),
  requestIdHours: whole(24, 'hours for which a requestid is remembered'),

  // Limits
  throttle: toggle(true, 'the limits on requests and batches hold'),
  requestsPerMinute: whole(500, 'requests a minute for a company'),
  requestsPerSecond: whole(10, 'requests a second for a company and an app'),
  concurrentRequests: whole(10, 'requests of a company and an app that may run at once'),
  batchesPerMinuteApp: whole(40, 'batches a minute for a company and an app'),
  batchesPerMinute: whole(120, 'batches a minute for a company'),
  throttleShutS: whole(60, 'seconds for which everything is refused after a 429'),
  retryAfter: toggle(false, 'a 429 carries Retry-After'),
  corePlusLimit: whole(500_000, 'metered reads a month for all companies of an app together'),

  // Webhooks
  coalesceMs: whole(500, 'milliseconds in which events are gathered into one delivery'),
  severalRealms: toggle(false, 'one delivery may carry the events of several companies'),
  headOfLine: toggle(true, 'later deliveries wait behind one that is not acknowledged'),
} as const satisfies Record<string, Choice | Whole | Switch>;

type KnobTable = typeof knobTable;
export type KnobName = keyof KnobTable;
/** The positions of all knobs. A whole number or a switch widens; a choice keeps its words. */
export type Knobs = {
  [K in KnobName]: KnobTable[K] extends { values: readonly (infer V)[] }
    ? V
    : KnobTable[K] extends { min: number }
      ? number
      : boolean;
};

/** Knobs that do not belong to one company: they are set for the whole simulator. */
export const globalKnobs: ReadonlySet<KnobName> = new Set([
  'clockStepMs',
  'authorizeMode',
  'codeLifetimeS',
  'rotateEvery',
  'graceSeconds',
  'reuseRevokesFamily',
  'invalidGrantDescription',
  'corePlusLimit',
  'coalesceMs',
  'severalRealms',
  'headOfLine',
]);

export const initialKnobs: Knobs = Object.fromEntries(
  Object.entries(knobTable).map(([name, { initial }]) => [name, initial]),
) as Knobs; // Object.fromEntries forgets which name has which value.

export function isKnobName(name: string): name is KnobName {
  return Object.hasOwn(knobTable, name);
}

/** Why a knob cannot take a value, or undefined when it can. */
export function whyNotKnobValue(name: string, value: unknown): string | undefined {
  if (!isKnobName(name)) return `there is no knob ${name}; GET /__sim/knobs lists them`;
  const knob: Choice | Whole | Switch = knobTable[name];
  if ('values' in knob) {
    return knob.values.some((one) => one === value)
      ? undefined
      : `${name} must be one of: ${knob.values.join(', ')}`;
  }
  if ('min' in knob) {
    const isGood = Number.isInteger(value) && Number(value) >= knob.min && Number(value) <= knob.max;
    return isGood ? undefined : `${name} must be a whole number from ${knob.min} to ${knob.max}`;
  }
  return typeof value === 'boolean' ? undefined : `${name} must be true or false`;
}
