import { numberJson } from '../core/json.ts';
import { Random } from '../core/random.ts';
import type { Books } from './clients.ts';

/** Calls without end, right ones and wrong ones, that a seed makes: what many careless clients might send together. */

export interface RandomCall {
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly method?: string;
  readonly body?: string;
}

type Body = Record<string, unknown>;

interface Learnt {
  Id: string;
  SyncToken: string;
  CustomerRef?: { value: string };
  VendorRef?: { value: string };
  Balance?: number;
}

interface Known {
  readonly id: string;
  readonly token: string;
  readonly party: string | undefined;
  readonly openCents: number;
}

const nobody: Known = { id: '99999', token: '0', party: undefined, openCents: 500 };

/** Cents as the service writes them: 12345 → "123.45". */
function inDollars(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The whole cents of an amount as an answer shows it. */
function inCents(amount: number): number {
  const [whole = '0', fraction = ''] = String(amount).split('.');
  return Number(whole + fraction.padEnd(2, '0').slice(0, 2));
}

const oddValues: readonly unknown[] = [
  null,
  '',
  ' ',
  true,
  0,
  -1,
  '0',
  '1e3',
  '999999999999999999999999',
  0.1,
  1e21,
  'x'.repeat(5000),
  '💥 é " \\ \n \u0000',
  'a:b',
  [],
  [[]],
  {},
  { value: '1' },
  { value: null },
  { value: { value: 1 } },
  '2026-02-30',
  '2026-02-28',
  '__proto__',
  'constructor',
];

export class CallMaker {
  private readonly random: Random;
  /** Ids that answers have shown, by entity: later calls are about them. */
  private readonly known = new Map<string, Known[]>();
  private readonly books: Books;
  private readonly requestIds: string[] = [];
  private names = 0;
  private readonly incomeId: string;
  private readonly bankId: string;

  constructor(books: Books, seed: number) {
    this.books = books;
    this.random = new Random(seed);
    // Looked up at once: a call may rename them.
    this.incomeId = books.seededNamed('Account', 'Sales of Product Income');
    this.bankId = books.seededNamed('Account', 'Checking');
  }

  /** Takes the ids and tokens from an answer. */
  learn(entity: string, json: unknown): void {
    const found: unknown = typeof json === 'object' && json !== null ? Object.values(json)[0] : undefined;
    if (typeof found !== 'object' || found === null || !('Id' in found) || !('SyncToken' in found)) return;
    const list = this.known.get(entity) ?? [];
    this.known.set(entity, list);
    const { Id, SyncToken, CustomerRef, VendorRef, Balance } = found as Learnt; // What the simulator's objects have.
    const party = CustomerRef?.value ?? VendorRef?.value;
    const entry: Known = { id: Id, token: SyncToken, party, openCents: inCents(Balance ?? 0) };
    const at = list.findIndex(({ id }) => id === entry.id);
    if (at === -1) list.push(entry);
    else list[at] = entry;
    if (list.length > 40) list.shift();
  }

  private one<T>(list: readonly [T, ...T[]]): T;
  private one<T>(list: readonly T[]): T | undefined;
  private one<T>(list: readonly T[]): T | undefined {
    return list[this.random.below(list.length)];
  }

  private is(chance: number): boolean {
    return this.random.chance() < chance;
  }

  private idOf(entity: string): string {
    if (this.is(0.03)) return this.one(['0', '-1', '99999', 'x', '']);
    const seeded = ['Customer', 'Item', 'Vendor', 'Account', 'Term'].find((type) => type === entity);
    const id = this.one(this.known.get(entity) ?? [])?.id;
    // Each of the kinds just named has seeded objects.
    return (
      id ?? (seeded === undefined ? '99999' : this.books.seeded(seeded as 'Customer', this.random.below(2)))
    );
  }

  private cents(): number {
    return this.random.below(this.is(0.1) ? 10_000_000 : 20_000);
  }

  /** Mostly a number, now and then a text; with just those digits. */
  private amount(cents = this.cents()): string | object {
    const text = inDollars(cents);
    return this.is(0.2) ? text : numberJson(text);
  }

  private line(): Body {
    const detail: Body = { ItemRef: { value: this.idOf('Item') } };
    if (this.is(0.3)) {
      const qty = this.random.below(50);
      const price = this.random.below(5000);
      const amount = this.is(0.8) ? this.amount(qty * price) : this.amount();
      return {
        DetailType: 'SalesItemLineDetail',
        Amount: amount,
        SalesItemLineDetail: { ...detail, Qty: qty, UnitPrice: numberJson(inDollars(price)) },
      };
    }
    if (this.is(0.1)) return { DetailType: 'DescriptionOnly', Description: 'words' };
    if (this.is(0.1))
      return {
        DetailType: 'DiscountLineDetail',
        Amount: this.random.below(10),
        DiscountLineDetail: { PercentBased: false },
      };
    if (this.is(0.05))
      return { DetailType: this.one(['Wormhole', 'SubTotalLineDetail', 'GroupLineDetail']), Amount: 1 };
    return { DetailType: 'SalesItemLineDetail', Amount: this.amount(), SalesItemLineDetail: detail };
  }

  private readonly bodies: Readonly<Record<string, () => Body>> = {
    Customer: () => ({
      DisplayName: `Random ${this.is(0.3) ? this.random.below(30) : this.names++}`,
      ...(this.is(0.2) && { PrimaryEmailAddr: { Address: 'a@b.example' } }),
      ...(this.is(0.15) && { ParentRef: { value: this.idOf('Customer') }, Job: true }),
      ...(this.is(0.1) && { Active: this.is(0.5) }),
    }),
    Vendor: () => ({
      DisplayName: `Seller ${this.random.below(200)}`,
      ...(this.is(0.1) && { Active: false }),
    }),
    Item: () => ({
      Name: `Item ${this.random.below(300)}`,
      Type: this.one(['Service', 'NonInventory', 'Category', 'Inventory']),
      IncomeAccountRef: { value: this.is(0.9) ? this.incomeId : '1' },
      ...(this.is(0.1) && { ParentRef: { value: this.idOf('Item') }, SubItem: true }),
      ...(this.is(0.05) && { Active: false }),
    }),
    Invoice: () => ({
      CustomerRef: { value: this.idOf('Customer') },
      Line: Array.from({ length: 1 + this.random.below(3) }, () => this.line()),
      ...(this.is(0.3) && { DocNumber: `${1000 + this.random.below(300)}` }),
      ...(this.is(0.2) && { TxnDate: `2026-01-${10 + this.random.below(20)}` }),
      ...(this.is(0.1) && { LinkedTxn: [{ TxnId: this.idOf('Estimate'), TxnType: 'Estimate' }] }),
      ...(this.is(0.05) && { Deposit: this.random.below(50) }),
      ...(this.is(0.1) && { PrivateNote: `PACE ${this.random.below(5)} x` }),
    }),
    Estimate: () => ({ CustomerRef: { value: this.idOf('Customer') }, Line: [this.line()] }),
    CreditMemo: () => ({ CustomerRef: { value: this.idOf('Customer') }, Line: [this.line(), this.line()] }),
    Payment: () => this.payment(),
    Bill: () => ({
      VendorRef: { value: this.idOf('Vendor') },
      Line: [
        {
          DetailType: 'AccountBasedExpenseLineDetail',
          Amount: this.amount(),
          AccountBasedExpenseLineDetail: { AccountRef: { value: this.idOf('Account') } },
        },
      ],
    }),
    BillPayment: () => {
      const { id, party, openCents } = this.one(this.known.get('Bill') ?? []) ?? nobody;
      const amount = this.amount(this.is(0.8) ? openCents : this.cents());
      return {
        VendorRef: { value: party ?? this.idOf('Vendor') },
        PayType: 'Check',
        CheckPayment: { BankAccountRef: { value: this.bankId } },
        TotalAmt: amount,
        Line: [{ Amount: amount, LinkedTxn: [{ TxnId: id, TxnType: 'Bill' }] }],
      };
    },
    Account: () => ({
      Name: `Account ${this.random.below(50)}`,
      AccountType: this.one(['Income', 'Bank', 'Nothing']),
    }),
    Term: () => ({ Name: `Term ${this.random.below(50)}`, DueDays: this.random.below(1200) }),
    Preferences: () => ({ SalesFormsPrefs: { AllowDeposit: this.is(0.5) } }),
  };

  /** Mostly for documents that are open, of their customer, and not for more than is open. */
  private payment(): Body {
    const invoices = (this.known.get('Invoice') ?? []).filter(
      ({ openCents }) => openCents > 0 || this.is(0.2),
    );
    const first = this.one(invoices) ?? nobody;
    const others = invoices.filter(({ party }) => party === first.party).slice(0, this.random.below(3));
    const credits = (this.known.get('CreditMemo') ?? []).filter(({ party }) => party === first.party);
    const parts = [first, ...others].map(({ id, openCents }) => ({
      cents: this.is(0.7) ? openCents : this.is(0.7) ? Math.floor(openCents / 2) : this.cents(),
      LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }],
    }));
    const credit = this.is(0.3) ? this.one(credits) : undefined;
    if (credit !== undefined)
      parts.push({
        cents: Math.floor(credit.openCents / 2),
        LinkedTxn: [{ TxnId: credit.id, TxnType: 'CreditMemo' }],
      });
    const total = parts.reduce((sum, { cents }) => sum + cents, 0);
    const lines = parts.map(({ cents, LinkedTxn }) => ({ Amount: this.amount(cents), LinkedTxn }));
    return {
      CustomerRef: { value: (this.is(0.95) ? first.party : undefined) ?? this.idOf('Customer') },
      TotalAmt: this.amount(this.is(0.7) ? total : this.cents()),
      ...(this.is(0.95) && { Line: lines }),
    };
  }

  /** One field of a body, or of something in it, is replaced by what nobody would expect there. */
  private spoil(body: Body): void {
    const keys = Object.keys(body);
    const key = this.is(0.1)
      ? this.one(['Wormhole', 'Id', 'SyncToken', 'Line', 'Active', 'sparse'])
      : this.one(keys);
    if (key === undefined) return;
    const inner = body[key];
    const part: unknown = Array.isArray(inner) ? inner[0] : inner;
    // An exact number is a frozen object: there is nothing in it to replace.
    if (typeof part === 'object' && part !== null && !Object.isFrozen(part) && this.is(0.6))
      this.spoil(part as Body); // A plain object of ours.
    else body[key] = this.one(oddValues);
  }

  private entity(): string {
    const often = [
      'Invoice',
      'Invoice',
      'Invoice',
      'Payment',
      'Payment',
      'Payment',
      'Customer',
      'Customer',
    ] as const;
    const all = Object.keys(this.bodies);
    return this.is(0.6) ? this.one(often) : (this.one(all) ?? 'Invoice');
  }

  /** A write of one object: what is done, to what kind, with which body. */
  private write(): { entity: string; operation: string; body: Body; options?: string } {
    const entity = this.entity();
    const operation = this.one(['create', 'create', 'create', 'update', 'update', 'full', 'void', 'delete']);
    const object = this.one(this.known.get(entity) ?? []);
    const target = {
      Id: object?.id ?? this.idOf(entity),
      SyncToken: this.is(0.9) ? (object?.token ?? '0') : this.one(['99', '-1', 'x', '']),
    };
    let body: Body = this.bodies[entity]?.() ?? {};
    if (operation === 'update') {
      const kept = this.one(Object.keys(body)) ?? 'Id';
      body = { ...target, sparse: true, [kept]: body[kept] };
    } else if (operation === 'full') body = { ...body, ...target };
    else if (operation !== 'create') body = { ...target };
    if (this.is(0.12)) this.spoil(body);
    return { entity, operation: operation === 'full' ? 'update' : operation, body };
  }

  private query(): string {
    const entity = this.one(['Customer', 'Invoice', 'Payment', 'Item', 'Wormhole']);
    const where = this.one([
      '',
      `where Id = '${this.idOf(entity)}'`,
      "where DisplayName like 'Random%'",
      'where Balance > 0',
      "where MetaData.LastUpdatedTime > '2026-01-05T09:00:00-08:00'",
      "where Active in (true,false) and Name like '%1%'",
      "where DisplayName = 'O'Brien'",
      'where Line.Id = 5 or x',
    ]);
    return `select * from ${entity} ${where} ${this.one(['', 'orderby MetaData.LastUpdatedTime', 'orderby Id'])} maxresults ${this.one([1, 20, 1001])}`;
  }

  private requestId(): Record<string, string> {
    if (this.is(0.5)) return {};
    if (this.is(0.3) && this.requestIds.length > 0) return { requestid: this.one(this.requestIds) ?? '' };
    const id = `r-${this.random.hex(this.is(0.02) ? 60 : 10)}`;
    this.requestIds.push(id);
    if (this.requestIds.length > 200) this.requestIds.shift();
    return { requestid: id };
  }

  private batchItem(n: number): Body {
    const bId = this.is(0.98) ? `${n}` : this.one(['1', '', 'x'.repeat(60)]);
    if (this.is(0.2)) return { bId, Query: this.query() };
    const { entity, operation, body } = this.write();
    if (operation === 'void') return { bId, operation: 'update', optionsData: 'void', [entity]: body };
    return { bId, operation, [entity]: body, ...(this.is(0.1) && { optionsData: 'allowduplicatedocnum' }) };
  }

  private read(): RandomCall {
    const entity = this.entity();
    const id = this.idOf(entity);
    const path = this.one([
      `${entity}/${id}`,
      `${entity.toLowerCase()}/${id}/pdf`,
      `query?query=${encodeURIComponent(this.query())}`,
      'cdc?entities=Invoice,Payment,Customer&changedSince=2026-01-05T00:00:00Z',
      'cdc?entities=Wormhole&changedSince=now',
      'preferences',
      'companyinfo/1',
      'wormhole/%zz',
      `${entity}`,
    ]);
    return { path, query: {}, headers: {} };
  }

  next(): RandomCall {
    const headers = { 'content-type': this.is(0.98) ? 'application/json' : 'text/xml' };
    if (this.is(0.12)) return this.read();
    if (this.is(0.02))
      return { path: 'query', query: {}, headers: { 'content-type': 'text/plain' }, body: this.query() };
    if (this.is(0.02))
      return {
        path: this.entity(),
        query: {},
        headers,
        method: this.one(['PUT', 'DELETE', 'PATCH', 'OPTIONS']),
      };
    if (this.is(0.04))
      return {
        path: `invoice/${this.idOf('Invoice')}/send`,
        query: { ...this.requestId(), ...(this.is(0.5) && { sendTo: this.one(['a@b.example', 'a b', '']) }) },
        headers,
        body: '',
      };
    if (this.is(0.08)) {
      const items = Array.from({ length: this.random.below(this.is(0.03) ? 35 : 6) }, (_, n) =>
        this.batchItem(n),
      );
      return {
        path: 'batch',
        query: this.requestId(),
        headers,
        body: JSON.stringify({ BatchItemRequest: items }),
      };
    }
    const { entity, operation, body } = this.write();
    const text = JSON.stringify(body);
    const isHalf = this.is(0.01);
    return {
      path: entity.toLowerCase(),
      query: {
        ...this.requestId(),
        ...((operation === 'void' || operation === 'delete' || this.is(0.1)) && { operation }),
        ...(this.is(0.05) && {
          include: this.one(['allowduplicatedocnum', 'void', 'donotupdateaccountontxns', 'x']),
        }),
      },
      headers,
      body: isHalf ? text.slice(0, Math.floor(text.length / 2)) : this.is(0.005) ? '['.repeat(30_000) : text,
    };
  }
}
