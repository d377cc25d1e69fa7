import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type Books, type Doc, type Refusal, refusalOf } from './clients.ts';

/** Calls past all libraries that several files make: queries, batches, wrong calls of the controls, a webhook receiver. */

type Body = Record<string, unknown>;

export function queryAnswer(books: Books, statement: string): Promise<Answer> {
  return books.raw('query', { query: { query: statement } });
}

/** The rows that a query finds. */
export async function rows(books: Books, statement: string): Promise<Doc[]> {
  const { status, json, text } = await queryAnswer(books, statement);
  if (status !== 200) throw new Error(`${statement} was refused: ${text}`);
  const { QueryResponse } = json as { QueryResponse: Record<string, unknown> };
  const list = Object.values(QueryResponse).find(Array.isArray);
  return list === undefined ? [] : list;
}

export async function names(books: Books, statement: string): Promise<string[]> {
  return (await rows(books, statement)).map(({ DisplayName, Name }) => DisplayName ?? Name);
}

export async function count(books: Books, statement: string): Promise<number> {
  const { json } = await queryAnswer(books, statement);
  return (json as { QueryResponse: { totalCount: number } }).QueryResponse.totalCount;
}

export async function whyNotQuery(books: Books, statement: string): Promise<Refusal> {
  const { status, json } = await queryAnswer(books, statement);
  return refusalOf(status, json);
}

export interface BatchItemAnswer {
  bId: string;
  Invoice?: Doc & { status?: string };
  Customer?: Doc;
  Estimate?: Doc;
  QueryResponse?: Record<string, unknown>;
  Fault?: { Error: { code: string; Detail: string }[] };
}

/** The answers of a batch in the order in which they came. */
export async function batch(
  books: Books,
  items: readonly Body[],
  query: Record<string, string> = {},
): Promise<BatchItemAnswer[]> {
  const answer = await books.raw('batch', { body: { BatchItemRequest: items }, query });
  if (answer.status !== 200) throw new Error(`the batch was refused: ${answer.text}`);
  return (answer.json as { BatchItemResponse: BatchItemAnswer[] }).BatchItemResponse;
}

export async function byBatchId(
  books: Books,
  items: readonly Body[],
  query: Record<string, string> = {},
): Promise<Map<string, BatchItemAnswer>> {
  return new Map((await batch(books, items, query)).map((one) => [one.bId, one]));
}

export const codeOf = (item: BatchItemAnswer | undefined): string | undefined => item?.Fault?.Error[0]?.code;

/** A call of the controls that may be refused. */
export async function controls(
  books: Books,
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
): Promise<{ status: number; json: { error?: string; field?: string } & Body }> {
  const response = await fetch(`${books.sim.url}/__sim${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : JSON.parse(text) };
}

export async function invoices(books: Books): Promise<Doc[]> {
  const { entities } = (await books.admin(`dump/${books.realmId}`)) as { entities: { Invoice: Doc[] } };
  return entities.Invoice;
}

/** What node's fetch says of a connection that broke. */
export async function networkError(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
    if (error instanceof Error) return error.name;
  }
  throw new Error('It was answered');
}

export interface Received {
  readonly bytes: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** A small server that webhooks are sent to. */
export class Receiver {
  readonly received: Received[] = [];
  /** What it answers: a status, or a pause in real milliseconds before a 200. */
  answerWith: { status?: number; afterMs?: number } = {};
  readonly url: string;
  readonly close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.close = close;
  }

  static async open(): Promise<Receiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.received.push({ bytes: Buffer.concat(chunks), headers: request.headers });
        const { status = 200, afterMs = 0 } = receiver.answerWith;
        const answer = () => response.writeHead(status, { location: '/elsewhere' }).end();
        if (afterMs === 0) answer();
        else setTimeout(answer, afterMs).unref();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // It listens on TCP.
    const receiver: Receiver = new Receiver(`http://127.0.0.1:${port}/webhooks`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return receiver;
  }

  /** Every event of every delivery so far, in the order in which they came. */
  get events(): CloudEvent[] {
    return this.received.flatMap(({ bytes }) => JSON.parse(bytes.toString('utf8')) as CloudEvent[]);
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }
}

export interface CloudEvent {
  specversion: string;
  id: string;
  source: string;
  type: string;
  datacontenttype: string;
  time: string;
  intuitentityid: string;
  intuitaccountid: string;
  data: { alternative_ids?: { id: string; namespace: string }[] };
}
