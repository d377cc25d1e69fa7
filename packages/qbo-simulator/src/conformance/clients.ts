import OAuthClient from 'intuit-oauth';
import nodeQuickBooks from 'node-quickbooks';
import { test } from 'vitest';
import type { JournalEntry } from '../core/journal.ts';
import type { Knobs } from '../core/knobs.ts';
import { type QboSim, type QboSimOptions, startQboSim } from '../start.ts';

/** A simulator for each test, and the clients that people really use pointed at it. */

// Its types describe a module with a class in it; what it exports is the class itself.
export const QuickBooks = nodeQuickBooks as unknown as typeof nodeQuickBooks.QuickBooks;
export type QuickBooks = InstanceType<typeof QuickBooks>;

export interface Link {
  TxnId: string;
  TxnType: string;
}

/** An object as the tests read it: which of the fields there are depends on its kind. */
export interface Doc {
  Id: string;
  SyncToken: string;
  DisplayName: string;
  FullyQualifiedName: string;
  Name: string;
  Active: boolean;
  DocNumber: string;
  TxnDate: string;
  DueDate: string;
  TotalAmt: number;
  Balance: number;
  BalanceWithJobs: number;
  UnappliedAmt: number;
  PrivateNote: string;
  Line: { Id?: string; Amount?: number; DetailType: string; LinkedTxn?: Link[] }[];
  LinkedTxn: Link[];
  TxnTaxDetail: { TotalTax: number };
  MetaData: { CreateTime: string; LastUpdatedTime: string };
}

export interface Refusal {
  status: number;
  code: string;
  detail: string;
  element?: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
}

interface RawOptions {
  body?: unknown;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  method?: string;
}

type Callback = (error: unknown, data?: unknown) => void;
type Body = Record<string, unknown>;

/** One company of a running simulator, with everything a test talks to it through. */
export class Books {
  readonly sim: QboSim;
  readonly realmId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly qbo: QuickBooks;

  constructor(sim: QboSim, realmId: string, tokens: { access_token: string; refresh_token: string }) {
    this.sim = sim;
    this.realmId = realmId;
    this.accessToken = tokens.access_token;
    this.refreshToken = tokens.refresh_token;
    this.qbo = new QuickBooks(
      sim.clientId,
      sim.clientSecret,
      tokens.access_token,
      false,
      realmId,
      true,
      false,
      null,
      '2.0',
      tokens.refresh_token,
    );
    this.qbo.endpoint = `${sim.url}/v3/company/`;
  }

  /** The id of the n-th seeded object of a kind. */
  seeded(type: 'Customer' | 'Vendor' | 'Item' | 'Account' | 'Term' | 'Employee', n = 0): string {
    const id = [...(this.sim.sim.realms.get(this.realmId)?.entities[type].keys() ?? [])][n];
    if (id === undefined) throw new Error(`The company has no ${type} at ${n}`);
    return id;
  }

  seededNamed(type: 'Account' | 'Item' | 'Term' | 'TaxCode', name: string): string {
    const rows = this.sim.sim.realms.get(this.realmId)?.entities[type].values() ?? [];
    const found = [...rows].find(({ data }) => data['Name'] === name);
    if (found === undefined) throw new Error(`The company has no ${type} ${name}`);
    return found.id;
  }

  /** What node-quickbooks hands to its callback, as a promise. */
  ask(run: (done: Callback) => void): Promise<Doc> {
    return new Promise((resolve, reject) => {
      // What the callback gets is the object itself; a test that asks for another kind reads nothing of it.
      run((error, data) => (error ? reject(error) : resolve(data as Doc)));
    });
  }

  /** The error that node-quickbooks hands to its callback. */
  fails(run: (done: Callback) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      run((error, data) => (error ? resolve(error) : reject(new Error(`accepted: ${JSON.stringify(data)}`))));
    });
  }

  /** The fault inside the HTTP error that node-quickbooks hands to its callback. */
  async refuses(run: (done: Callback) => void): Promise<Refusal> {
    const error = await this.fails(run);
    // An error of axios carries its response.
    const { response } = error as { response?: { status: number; data: unknown } };
    if (response === undefined) throw error;
    return refusalOf(response.status, response.data);
  }

  /** A call past all libraries, below /v3/company/<realm>/. */
  async raw(path: string, { body, query = {}, headers = {}, method }: RawOptions = {}): Promise<Answer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const search = new URLSearchParams(query).toString();
    const response = await fetch(
      `${this.sim.url}/v3/company/${this.realmId}/${path}${search === '' ? '' : `?${search}`}`,
      {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          authorization: `Bearer ${this.accessToken}`,
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(text !== undefined && { body: text }),
      },
    );
    return readAnswer(response);
  }

  /** Posts a body, by default to the address that creates and updates; fails unless it is taken. */
  async post(entity: string, body: Body | string, query: Record<string, string> = {}): Promise<Doc> {
    const answer = await this.raw(entity.toLowerCase(), { body, query });
    if (answer.status !== 200) throw new Error(`${entity} was refused: ${answer.text}`);
    return contentOf(answer);
  }

  /** Changes the fields that are given, with the newest token. */
  async sparse(entity: string, id: string, changes: Body): Promise<Doc> {
    const { SyncToken } = await this.read(entity, id);
    return this.post(entity, { ...changes, Id: id, SyncToken, sparse: true });
  }

  async refused(entity: string, body: Body | string, query: Record<string, string> = {}): Promise<Refusal> {
    const answer = await this.raw(entity.toLowerCase(), { body, query });
    return refusalOf(answer.status, answer.json);
  }

  async read(entity: string, id: string): Promise<Doc> {
    const answer = await this.raw(`${entity.toLowerCase()}/${id}`);
    if (answer.status !== 200) throw new Error(`${entity} ${id} cannot be read: ${answer.text}`);
    return contentOf(answer);
  }

  async whyUnreadable(entity: string, id: string): Promise<Refusal> {
    const answer = await this.raw(`${entity.toLowerCase()}/${id}`);
    return refusalOf(answer.status, answer.json);
  }

  /** A call of the admin face. */
  async admin(path: string, body?: unknown, method?: string): Promise<unknown> {
    const response = await fetch(`${this.sim.url}/__sim/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await readAnswer(response);
    if (!response.ok) throw new Error(`/__sim/${path}: ${answer.text}`);
    return answer.json;
  }

  async turn(knobs: Partial<Knobs>): Promise<void> {
    await this.admin('knobs', knobs);
  }

  /** What the bookkeeper does; answers with the object. */
  async user(action: string, params: Body = {}): Promise<Doc> {
    const answer = await this.admin(`user/${action}`, { realm: this.realmId, ...params });
    return Object.values(answer as Record<string, Doc>)[0] as Doc; // One object under the name of its kind.
  }

  async fault(match: Body, action: Body, times: number | null = 1): Promise<void> {
    await this.admin('faults', { match, action, times });
  }

  async advance(by: string): Promise<void> {
    await this.admin('clock', { advance: by });
  }

  async journal(): Promise<JournalEntry[]> {
    const { entries } = (await this.admin('journal')) as { entries: JournalEntry[] };
    return entries;
  }

  async lastCall(): Promise<JournalEntry> {
    const last = (await this.journal()).at(-1);
    if (last === undefined) throw new Error('The journal is empty');
    return last;
  }

  async brokenInvariants(): Promise<unknown> {
    const { broken } = (await this.admin('assert/invariants', {})) as { broken: unknown };
    return broken;
  }

  /** intuit-oauth, with the tokens of this company or with none. */
  oauth({ withToken = true, ...config }: { withToken?: boolean; hard?: boolean } = {}): OAuthClient {
    return new OAuthClient({
      environment: 'sandbox',
      clientId: this.sim.clientId,
      clientSecret: this.sim.clientSecret,
      redirectUri: callbackUrl,
      includeRefreshTokenHardExpiresIn: config.hard ?? false,
      ...(withToken && {
        token: {
          token_type: 'bearer',
          access_token: this.accessToken,
          refresh_token: this.refreshToken,
          expires_in: 3600,
          x_refresh_token_expires_in: 8_726_400,
          realmId: this.realmId,
        },
      }),
    });
  }

  /** The token endpoint past all libraries. */
  async token(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const credentials = Buffer.from(`${this.sim.clientId}:${this.sim.clientSecret}`).toString('base64');
    const response = await fetch(`${this.sim.url}/oauth2/v1/tokens/bearer`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, ...headers },
      body: new URLSearchParams(form),
    });
    return readAnswer(response);
  }

  /** A second company, or a second consent for the same one. */
  async connect(options: { preset?: string; realmId?: string; scope?: string } = {}): Promise<Books> {
    const realmId =
      options.realmId ??
      ((await this.admin('realms', { preset: options.preset ?? 'us-plain' })) as { realmId: string }).realmId;
    return openBooks(this.sim, realmId, options.scope);
  }
}

export const callbackUrl = 'http://localhost:2000/callback';

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error; // XML, HTML, PDF or nothing.
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** The one object of an answer like `{"Invoice":{…},"time":"…"}`. */
function contentOf({ json }: Answer): Doc {
  return Object.values(json as Record<string, Doc>)[0] as Doc; // Status 200 means it is there.
}

export function refusalOf(status: number, body: unknown): Refusal {
  const { Fault } = body as { Fault?: { Error: { code: string; Detail: string; element?: string }[] } };
  const error = Fault?.Error[0];
  if (error === undefined) throw new Error(`no fault: ${status} ${JSON.stringify(body)}`);
  const { code, Detail: detail, element } = error;
  return { status, code, detail, ...(element !== undefined && { element }) };
}

async function openBooks(sim: QboSim, realmId: string, scope?: string): Promise<Books> {
  const response = await fetch(`${sim.url}/__sim/oauth/grant`, {
    method: 'POST',
    body: JSON.stringify({ realm: realmId, ...(scope !== undefined && { scope }) }),
  });
  const tokens = (await response.json()) as { access_token: string; refresh_token: string };
  return new Books(sim, realmId, tokens);
}

/** Points what the libraries hold for the whole process at this simulator; the answer puts it back. */
function pointLibrariesAt(url: string): () => void {
  const statics = QuickBooks as typeof QuickBooks & { USER_INFO_URL?: string }; // Missing in its types.
  const before = { token: QuickBooks.TOKEN_URL, revoke: QuickBooks.REVOKE_URL, user: statics.USER_INFO_URL };
  const oauthBefore = { ...OAuthClient };
  QuickBooks.TOKEN_URL = `${url}/oauth2/v1/tokens/bearer`;
  QuickBooks.REVOKE_URL = `${url}/v2/oauth2/tokens/revoke`;
  statics.USER_INFO_URL = `${url}/v1/openid_connect/userinfo`;
  OAuthClient.authorizeEndpoint = `${url}/connect/oauth2`;
  OAuthClient.tokenEndpoint = `${url}/oauth2/v1/tokens/bearer`;
  OAuthClient.revokeEndpoint = `${url}/v2/oauth2/tokens/revoke`;
  OAuthClient.userinfo_endpoint_sandbox = `${url}/v1/openid_connect/userinfo`;
  // Its pauses between attempts are 1, 2 and 4 seconds; the tests are about their number.
  OAuthClient.retryConfig = { ...OAuthClient.retryConfig, retryDelay: 1 };
  return () => {
    QuickBooks.TOKEN_URL = before.token;
    QuickBooks.REVOKE_URL = before.revoke;
    if (before.user === undefined) delete statics.USER_INFO_URL;
    else statics.USER_INFO_URL = before.user;
    Object.assign(OAuthClient, oauthBefore);
  };
}

/** `test` whose `books` are the first company of a simulator of its own. */
export function testWithBooks(options: QboSimOptions = {}) {
  return test.extend<{ books: Books }>({
    books: async ({ task: _task }, use) => {
      const sim = await startQboSim(options);
      const putBack = pointLibrariesAt(sim.url);
      try {
        await use(await openBooks(sim, sim.realms[0] ?? ''));
      } finally {
        putBack();
        await sim.close();
      }
    },
  });
}
