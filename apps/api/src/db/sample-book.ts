import { type LineTerms, lineAmounts, orderTotals } from '@pace/shared/order-totals';
import { eq } from 'drizzle-orm';
import { type Clock, today } from '../lib/clock.ts';
import type { Ctx, Tx } from '../lib/db.ts';
import { must } from '../lib/must.ts';
import { nameKey } from '../modules/accounts/name-key.ts';
import { getCompany } from '../modules/company/company.service.ts';
import { toSnapshot } from '../modules/orders/order-history.ts';
import { orderNumber } from '../modules/orders/order-number.ts';
import { find as findOrder, insertRevision, takeNumber } from '../modules/orders/orders.repo.ts';
import { toOrderView } from '../modules/orders/orders.view.ts';
import {
  choose,
  pick,
  sampleBothWays,
  sampleBuyers,
  sampleCities,
  sampleCommodities,
  sampleFirstNames,
  sampleId,
  sampleLastNames,
  samplePaymentTerms,
  sampleSellers,
} from './sample-data.ts';
import { accounts, addresses, contacts } from './schema/accounts.ts';
import { activities } from './schema/activities.ts';
import { paymentTerms } from './schema/company.ts';
import { orderLines, orders } from './schema/orders.ts';
import { products } from './schema/products.ts';
import { syncMaps } from './schema/sync.ts';
import { users } from './schema/users.ts';

const orderCount = 300;
const days = 548; // Eighteen months.
/** The QuickBooks company that sample documents pretend to be in. */
const realm = 'sample';

const accountNames = [...sampleSellers, ...sampleBuyers, ...sampleBothWays];
const sellerNumbers = accountNames.flatMap((name, n) => (sampleBuyers.includes(name) ? [] : [n]));
const buyerNumbers = accountNames.flatMap((name, n) => (sampleSellers.includes(name) ? [] : [n]));

/**
 * Fills an order book with a believable brokerage: 40 accounts with contacts and addresses, 60 products, 300 orders over
 * eighteen months in all four states. Answers false, and changes nothing, when it is already there.
 */
export async function insertSampleBook(tx: Tx, clock: Clock): Promise<boolean> {
  const [there] = await tx
    .select()
    .from(accounts)
    .where(eq(accounts.id, sampleId('account', 0)));
  if (there) return false;
  const { timeZone } = await getCompany(tx);
  const people = (
    await tx.select({ id: users.id }).from(users).where(eq(users.isActive, true)).limit(20)
  ).map(({ id }) => id);
  const termIds = await insertTerms(tx);
  await insertAccounts(tx, termIds, people);
  await insertProducts(tx);
  const ctx: Ctx = {
    db: tx,
    clock,
    requestId: null,
    actor: { id: null, name: 'Sample data', source: 'sample' },
    rights: new Set(),
  };
  for (let n = 0; n < orderCount; n += 1) await insertOrder(tx, ctx, { n, timeZone, termIds, people });
  return true;
}

async function insertTerms(tx: Tx): Promise<string[]> {
  await tx
    .insert(paymentTerms)
    .values(samplePaymentTerms.map(([name, termDays]) => ({ name, days: termDays })))
    .onConflictDoNothing();
  const found = await tx.select().from(paymentTerms);
  return samplePaymentTerms.map(
    ([name]) =>
      must(
        found.find((term) => term.name === name),
        `No terms ${name}`,
      ).id,
  );
}

async function insertAccounts(tx: Tx, termIds: string[], people: string[]): Promise<void> {
  const numbered = accountNames.map((name, n) => ({
    name,
    n,
    id: sampleId('account', n),
    domain: `${nameKey(name)}.example`,
  }));
  await tx.insert(accounts).values(
    numbered.map(({ name, n, id, domain }) => ({
      id,
      name,
      nameKey: nameKey(name),
      type: sampleBuyers.includes(name) ? ('buyer' as const) : ('seller' as const),
      tradesBothWays: sampleBothWays.includes(name),
      code: `SAMPLE-A${String(n + 1).padStart(2, '0')}`,
      email: `office@${domain}`,
      phone: phone(n),
      paymentTermsId: pick('terms', n, termIds),
      ownerId: people.length > 0 ? pick('owner', n, people) : null,
      qboCustomerId: String(1000 + n),
      qboSyncToken: '0',
    })),
  );
  await tx.insert(contacts).values(
    numbered.flatMap(({ n, id, domain }) =>
      [0, 1].slice(0, choose('contacts', n, 1, 2)).map((c) => {
        const first = pick('first', n * 2 + c, sampleFirstNames);
        const last = pick('last', n * 2 + c, sampleLastNames);
        return {
          accountId: id,
          name: `${first} ${last}`,
          title: pick('title', n * 2 + c, ['Sales', 'Purchasing', 'Accounts payable', 'Logistics']),
          email: `${first}.${last}@${domain}`.toLowerCase(),
          phone: phone(1000 + n * 2 + c),
          isPrimary: c === 0,
        };
      }),
    ),
  );
  await tx.insert(addresses).values(
    numbered.flatMap(({ n, id }) => {
      const [city, state] = pick('city', n, sampleCities);
      const at = { accountId: id, city, state, country: 'US', isPrimary: true };
      const street = `${choose('house', n, 10, 9900)} ${pick('street', n, ['Orchard Lane', 'Depot Road', 'Mill Street', 'Levee Avenue'])}`;
      return (['billing', 'warehouse'] as const).map((kind) => ({
        ...at,
        kind,
        line1: street,
        postalCode: `${10_000 + n * 731}`,
      }));
    }),
  );
  await tx
    .insert(syncMaps)
    .values(numbered.map(({ n, id }) => mapping('account', id, 'customer', String(1000 + n))));
}

async function insertProducts(tx: Tx): Promise<void> {
  const rows = sampleProducts.map(({ commodity, variety, grade, n }) => ({
    id: sampleId('product', n),
    name: commodity.name,
    variety,
    grade,
    category: commodity.category,
    code: `SAMPLE-P${String(n + 1).padStart(2, '0')}`,
    packSize: commodity.packSize,
    packUnit: 'lb' as const,
    price: lineAmounts({ ...packTerms(n), quantity: '1', price: pricePerLb(n, 0) }).unitPrice,
    unit: 'package',
    isFreshProduce: commodity.isFresh,
    qboItemId: String(2000 + n),
    qboSyncToken: '0',
  }));
  await tx.insert(products).values(rows);
  await tx.insert(syncMaps).values(rows.map((row) => mapping('product', row.id, 'item', row.qboItemId)));
}

const sampleProducts = sampleCommodities
  .flatMap((commodity) =>
    commodity.varieties.flatMap((variety) =>
      commodity.grades.map((grade) => ({ commodity, variety, grade })),
    ),
  )
  .map((product, n) => ({ ...product, n }));

interface OrderPlan {
  n: number;
  timeZone: string;
  termIds: string[];
  people: string[];
}

/** Old orders are paid, recent ones posted or confirmed, the newest drafts; a few confirmed ones were cancelled. */
async function insertOrder(tx: Tx, ctx: Ctx, { n, timeZone, termIds, people }: OrderPlan): Promise<void> {
  const age = Math.floor((days * (orderCount - 1 - n)) / orderCount);
  const date = today(ctx.clock, timeZone).subtract({ days: age });
  const writtenAt = at(date, timeZone, 8 + (n % 9));
  const status = age > 60 ? 'paid' : age > 25 ? 'posted_to_qb' : age > 6 ? 'confirmed' : 'draft';
  const isPosted = status === 'posted_to_qb' || status === 'paid';
  const id = sampleId('order', n);
  const period = `${String(date.year % 100).padStart(2, '0')}${String(date.month).padStart(2, '0')}`;
  const orderNo = orderNumber(period, await takeNumber(tx, period));
  const term = choose('terms', n, 0, samplePaymentTerms.length - 1);
  const lines = Array.from({ length: choose('lines', n, 1, 5) }, (_, index) => sampleLine(n, index));
  const documentId = String(5000 + n);

  await tx.insert(orders).values({
    id,
    orderNo,
    sellerId: sampleId('account', pick('seller', n, sellerNumbers.slice(0, 16))),
    buyerId: sampleId('account', pick('buyer', n, buyerNumbers)),
    status,
    ...orderTotals(lines),
    ...(isPosted && {
      qboDocId: documentId,
      qboDocNumber: orderNo,
      qboDocType: 'invoice' as const,
      postedAt: at(date, timeZone, 18),
    }),
    paidAt: status === 'paid' ? at(date.add({ days: 35 }), timeZone, 11) : null,
    revision: status === 'draft' ? 0 : 1,
    confirmedAt: status === 'draft' ? null : writtenAt,
    cancelledAt: status === 'confirmed' && n % 11 === 0 ? at(date.add({ days: 1 }), timeZone, 9) : null,
    orderDate: date.toString(),
    shipDate: date.add({ days: choose('ship', n, 2, 12) }).toString(),
    dueDate: date.add({ days: must(samplePaymentTerms[term], 'No such terms')[1] }).toString(),
    poNumber: n % 5 === 0 ? null : `PO-${choose('po', n, 10_000, 99_999)}`,
    freightTerm: pick('freight', n, ['fob', 'delivered'] as const),
    freightPlace: pick('place', n, sampleCities).join(', '),
    paymentTermsId: must(termIds[term], 'No such terms'),
    salespersonId: people.length > 0 ? pick('salesperson', n, people) : null,
    createdAt: writtenAt,
    updatedAt: writtenAt,
  });
  await tx
    .insert(orderLines)
    .values(lines.map(({ netWeight: _, ...line }) => ({ ...line, orderId: id, createdAt: writtenAt })));
  await tx.insert(activities).values(
    ['created', ...(status === 'draft' ? [] : ['confirmed'])].map((action) => ({
      entityType: 'order',
      entityId: id,
      source: 'sample',
      action,
      changes: {},
      createdAt: writtenAt,
    })),
  );
  if (status !== 'draft') {
    const order = must(await findOrder(tx, id), 'The order just written is missing');
    const snapshot = toSnapshot(toOrderView(order, ctx.rights));
    await insertRevision(tx, { orderId: id, revision: 1, snapshot, createdAt: writtenAt });
  }
  if (isPosted) await tx.insert(syncMaps).values(mapping('order', id, 'invoice', documentId));
}

function sampleLine(order: number, index: number) {
  const salt = order * 10 + index;
  const product = choose('product', salt, 0, sampleProducts.length - 1);
  const terms: LineTerms = {
    ...packTerms(product),
    quantity: `${choose('quantity', salt, 4, 84) * 10}`,
    price: pricePerLb(product, salt),
    commissionPrice: pick('commission', salt, ['1', '1.5', '2', '2.25', '3', '5']),
  };
  return {
    productId: sampleId('product', product),
    lineNo: index + 1,
    packageType: 'carton',
    ...terms,
    ...lineAmounts(terms),
  };
}

function packTerms(product: number): LineTerms {
  const { commodity } = must(sampleProducts[product], 'No such product');
  return {
    quantity: null,
    packSize: commodity.packSize,
    packUnit: 'lb',
    actualWeight: null,
    price: null,
    priceUnit: 'lb',
    commissionBasis: 'percent',
    commissionPrice: null,
    commissionUnit: null,
  };
}

/** Whole cents per pound, as text. */
function pricePerLb(product: number, salt: number): string {
  const { commodity } = must(sampleProducts[product], 'No such product');
  const cents = String(choose('price', product * 1000 + salt, ...commodity.pricePerLb)).padStart(3, '0');
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`;
}

function mapping(localEntityType: string, localEntityId: string, qboEntityType: string, qboEntityId: string) {
  return { localEntityType, localEntityId, qboEntityType, qboEntityId, qboSyncToken: '0', realmId: realm };
}

function phone(n: number): string {
  return `(${choose('area', n, 201, 989)}) 555-01${String(n % 100).padStart(2, '0')}`;
}

/** An hour of a day in the company's zone, as the database keeps instants. */
function at(date: Temporal.PlainDate, timeZone: string, hour: number): string {
  const instant = date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour }) });
  return instant.withTimeZone('UTC').toPlainDateTime().toString().replace('T', ' ');
}
