import type { Knobs } from './core/knobs.ts';
import type { RealmInfo, TaxRegime } from './entities/model.ts';

/** The companies one can start with. Everything a preset means stands in this table. */

export interface Preset {
  readonly meaning: string;
  readonly companyName: string;
  readonly country: string;
  readonly zone: string;
  readonly homeCurrency: string;
  readonly exchangeRates: RealmInfo['exchangeRates'];
  readonly taxRegime: TaxRegime;
  readonly stateTaxRates: RealmInfo['stateTaxRates'];
  readonly isNumberedByUser: boolean;
  /** The books are closed up to the end of the month before the last. */
  readonly hasClosedBooks: boolean;
  readonly knobs: Partial<Knobs>;
  readonly customers: number;
  readonly invoices: number;
}

/** Rates of a table of the simulator's own, not of any authority. */
const stateTaxRates = { CA: '8', NY: '8.875', TX: '8.25', WA: '9.5', OR: '0' };

const plain: Preset = {
  meaning: 'a US company without sales tax; QuickBooks numbers the documents',
  companyName: 'Cedar & Vale Brokerage',
  country: 'US',
  zone: 'America/Los_Angeles',
  homeCurrency: 'USD',
  exchangeRates: {},
  taxRegime: 'none',
  stateTaxRates,
  isNumberedByUser: false,
  hasClosedBooks: false,
  knobs: {},
  customers: 3,
  invoices: 0,
};

export const presets = {
  'us-plain': plain,
  'us-ast': {
    ...plain,
    meaning: 'automated US sales tax: lines are TAX or NON, the rate is the ship-to state’s',
    companyName: 'Palisade Tax Test',
    taxRegime: 'ast',
  },
  'us-customnumbers': {
    ...plain,
    meaning: 'document numbers are the user’s: none is given by itself, and one given twice is refused',
    companyName: 'Numbered Brokerage',
    isNumberedByUser: true,
  },
  'us-closed-books': {
    ...plain,
    meaning: 'the books are closed up to the end of the month before the last',
    companyName: 'Closed Ledger Brokerage',
    hasClosedBooks: true,
  },
  'us-multicurrency': {
    ...plain,
    meaning: 'a US company that also trades in Mexican pesos and Canadian dollars',
    companyName: 'Two Rivers Trading',
    exchangeRates: { MXN: '0.0575', CAD: '0.7312' },
  },
  'us-full': {
    ...plain,
    meaning: '10,000 customers and 50,000 invoices, for load',
    companyName: 'Long Ledger Brokerage',
    customers: 10_000,
    invoices: 50_000,
  },
  'ca-gst': {
    ...plain,
    meaning: 'a Canadian company with GST and HST codes on every line',
    companyName: 'Maple Crate Brokerage',
    country: 'CA',
    zone: 'America/Toronto',
    homeCurrency: 'CAD',
    taxRegime: 'non_us',
    stateTaxRates: {},
  },
  hostile: {
    ...plain,
    meaning:
      'everything that is allowed to be awkward: user’s numbers, tax that drifts by a cent, half-even rounding, tokens that always rotate, lists that lag and shuffle, small change captures',
    companyName: 'Thornwood Brokerage',
    taxRegime: 'ast',
    isNumberedByUser: true,
    knobs: {
      astDriftCents: 1,
      rounding: 'half_even',
      rotateEvery: 'always',
      listLagMs: 5000,
      unstableOrder: true,
      cdcCap: 10,
    },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}
