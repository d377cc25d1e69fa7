import { addDays, dayIn } from './core/clock.ts';
import { type JsonObject, NumberText } from './core/json.ts';
import { definitions } from './entities/definitions.ts';
import { execute } from './entities/execute.ts';
import type { EntityName } from './entities/fields.ts';
import type { Realm } from './entities/model.ts';
import { realmNowMs } from './entities/realm.ts';
import type { Preset } from './presets.ts';

/** Thousands of customers and invoices, one in five paid, written by the same commands as any other. */

const first = [
  'Amber',
  'Birch',
  'Canyon',
  'Delta',
  'Elm',
  'Fern',
  'Grove',
  'Hollow',
  'Iris',
  'Juniper',
  'Kestrel',
  'Laurel',
  'Mesa',
];
const second = ['Foods', 'Grocers', 'Market', 'Produce', 'Provisions', 'Pantry', 'Wholesale'];

export function seedFullBooks(realm: Realm, { customers, invoices }: Preset): void {
  const { random } = realm.world;
  const make = (type: EntityName, body: JsonObject) =>
    execute(realm, { definition: definitions[type], operation: 'create', body, includes: new Set() });
  const customerIds: string[] = [];
  for (let n = realm.entities.Customer.size; n < customers; n += 1) {
    const name = `${first[n % first.length]} ${second[n % second.length]} ${n}`;
    customerIds.push(make('Customer', { DisplayName: name, CompanyName: name }).id);
  }
  const itemIds = [...realm.entities.Item.keys()];
  const today = dayIn('UTC', realmNowMs(realm));
  for (let n = 0; n < invoices; n += 1) {
    const customer = { value: customerIds[random.below(customerIds.length)] ?? '' };
    // Spread over two years, oldest first.
    const date = addDays(today, -Math.floor(((invoices - n) / invoices) * 730));
    const cents = 10_000 + random.below(9_000_000);
    const amount = new NumberText(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
    const invoice = make('Invoice', {
      CustomerRef: customer,
      TxnDate: date,
      Line: [
        {
          DetailType: 'SalesItemLineDetail',
          Amount: amount,
          SalesItemLineDetail: { ItemRef: { value: itemIds[n % itemIds.length] ?? '' } },
        },
      ],
    });
    if (n % 5 !== 0) continue;
    make('Payment', {
      CustomerRef: customer,
      TxnDate: date,
      TotalAmt: amount,
      Line: [{ Amount: amount, LinkedTxn: [{ TxnId: invoice.id, TxnType: 'Invoice' }] }],
    });
  }
}
