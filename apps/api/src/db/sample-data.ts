import { createHash } from 'node:crypto';

/** Invented companies, people and prices for trying the product out. Nobody in here exists. */

export const sampleSellers = [
  'Alder Creek Orchards',
  'Bright Mesa Growers',
  'Cobble Hill Packing',
  'Dry Fork Nut Company',
  'Elm Bottom Farms',
  'Fennel Ridge Ranch',
  'Gray Heron Packers',
  'Hollow Oak Growers',
  'Iron Gate Dried Fruit',
  'Jackdaw Almond Company',
  'Kettle Pond Orchards',
  'Long Shadow Farms',
  'Milk River Walnut Growers',
  'Nine Bridges Packing',
  'Old Ferry Ranch',
  'Pale Sky Pistachios',
];

export const sampleBuyers = [
  'Anchor & Thistle Foods',
  'Blue Lantern Markets',
  'Copper Kettle Bakery Supply',
  'Drummer Street Wholesale',
  'East Pier Provisions',
  'Foxglove Confections',
  'Green Awning Grocers',
  'Half Moon Snack Company',
  'Ink & Clover Trading',
  'Juniper Table Foods',
  'Kite Hill Ingredients',
  'Lamplight Candy Works',
  'Market Square Imports',
  'North Gable Stores',
  'Osprey Point Distributors',
  'Penny Loaf Bakeries',
  'Quarter Mile Trading',
  'Red Door Naturals',
  'Slate Roof Foods',
  'Tin Whistle Granola',
];

export const sampleBothWays = [
  'Umber Valley Commodities',
  'Violet Coast Trading',
  'Weathervane Brokers Supply',
  'Yarrow & Sons',
];

export const sampleCities = [
  ['Modesto', 'CA'],
  ['Fresno', 'CA'],
  ['Chico', 'CA'],
  ['Visalia', 'CA'],
  ['Yakima', 'WA'],
  ['Portland', 'OR'],
  ['Boise', 'ID'],
  ['Denver', 'CO'],
  ['Chicago', 'IL'],
  ['Newark', 'NJ'],
  ['Savannah', 'GA'],
  ['Houston', 'TX'],
] as const;

export const sampleFirstNames = [
  'Ada',
  'Ben',
  'Cleo',
  'Dora',
  'Emil',
  'Faye',
  'Gus',
  'Hana',
  'Ivo',
  'June',
  'Kit',
  'Lena',
  'Milo',
  'Nell',
  'Otis',
  'Pia',
];
export const sampleLastNames = [
  'Abbot',
  'Birch',
  'Calder',
  'Dunn',
  'Ember',
  'Fallow',
  'Garner',
  'Heath',
  'Ives',
  'Jory',
  'Kell',
  'Lark',
  'Moss',
  'Nye',
  'Orton',
  'Pell',
];

export const samplePaymentTerms = [
  ['Due on receipt', 0],
  ['Net 10', 10],
  ['Net 21', 21],
  ['Net 30', 30],
] as const;

interface Commodity {
  name: string;
  category: string;
  varieties: readonly string[];
  grades: readonly string[];
  /** Pounds in a package, US dollars per pound. */
  packSize: string;
  pricePerLb: readonly [low: number, high: number];
  isFresh: boolean;
}

/** Ten commodities, two varieties with three grades each: sixty products. */
export const sampleCommodities: readonly Commodity[] = [
  {
    name: 'Almonds',
    category: 'Nuts',
    varieties: ['Nonpareil', 'Carmel'],
    grades: ['Extra No. 1', 'Supreme', 'Standard'],
    packSize: '50',
    pricePerLb: [210, 420],
    isFresh: false,
  },
  {
    name: 'Walnuts',
    category: 'Nuts',
    varieties: ['Chandler', 'Howard'],
    grades: ['Light halves', 'Combo', 'Pieces'],
    packSize: '25',
    pricePerLb: [190, 390],
    isFresh: false,
  },
  {
    name: 'Pistachios',
    category: 'Nuts',
    varieties: ['Kerman', 'Golden Hills'],
    grades: ['21/25', '26/30', 'Kernels'],
    packSize: '25',
    pricePerLb: [310, 720],
    isFresh: false,
  },
  {
    name: 'Pecans',
    category: 'Nuts',
    varieties: ['Desirable', 'Pawnee'],
    grades: ['Fancy halves', 'Choice', 'Medium pieces'],
    packSize: '30',
    pricePerLb: [350, 680],
    isFresh: false,
  },
  {
    name: 'Raisins',
    category: 'Dried fruit',
    varieties: ['Thompson', 'Golden'],
    grades: ['Select', 'Midget', 'Jumbo'],
    packSize: '30',
    pricePerLb: [105, 180],
    isFresh: false,
  },
  {
    name: 'Prunes',
    category: 'Dried fruit',
    varieties: ['French', 'Pitted French'],
    grades: ['40/50', '60/70', 'Diced'],
    packSize: '25',
    pricePerLb: [150, 290],
    isFresh: false,
  },
  {
    name: 'Dried apricots',
    category: 'Dried fruit',
    varieties: ['Blenheim', 'Patterson'],
    grades: ['Extra Fancy', 'Fancy', 'Choice'],
    packSize: '28',
    pricePerLb: [340, 590],
    isFresh: false,
  },
  {
    name: 'Dried figs',
    category: 'Dried fruit',
    varieties: ['Mission', 'Calimyrna'],
    grades: ['Jumbo', 'Fancy', 'Paste'],
    packSize: '30',
    pricePerLb: [220, 410],
    isFresh: false,
  },
  {
    name: 'Apples',
    category: 'Fresh',
    varieties: ['Fuji', 'Gala'],
    grades: ['WA Extra Fancy', 'Fancy', 'US No. 1'],
    packSize: '40',
    pricePerLb: [52, 110],
    isFresh: true,
  },
  {
    name: 'Onions',
    category: 'Fresh',
    varieties: ['Yellow', 'Red'],
    grades: ['Jumbo', 'Medium', 'Colossal'],
    packSize: '50',
    pricePerLb: [18, 44],
    isFresh: true,
  },
];

/** The same id in every installation, so that a second run finds what the first one made. */
export function sampleId(kind: string, number: number): string {
  const hex = createHash('sha256').update(`sample ${kind} ${number}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A repeatable choice: a whole number from `low` to `high` that depends on nothing but the salt and number. */
export function choose(salt: string, number: number, low: number, high: number): number {
  const hash = createHash('sha256').update(`${salt} ${number}`).digest().readUInt32BE();
  return low + (hash % (high - low + 1));
}

/** One of the list, chosen the same way. */
export function pick<T>(salt: string, number: number, list: readonly T[]): T {
  const picked = list[choose(salt, number, 0, list.length - 1)];
  if (picked === undefined) throw new Error(`Nothing to choose for ${salt}`);
  return picked;
}
