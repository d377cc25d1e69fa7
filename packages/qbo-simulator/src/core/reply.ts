/** A request and its answer, free of sockets: the same code answers over HTTP, in a batch and in a test. */

export interface SimRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** What happens to the answer on its way: it is sent unless something else is said. */
  readonly delivery?: 'reset' | 'hang' | 'truncate';
  /** Real milliseconds before the answer leaves; for a hanging one, before the connection is cut. */
  readonly delayMs?: number;
  /** Goes on after the body, until the client or the server ends it. Called once; what it returns is called at the end. */
  readonly stream?: (send: SendMore) => () => void;
}

/** False when the client does not read as fast as is written: then nothing was sent. */
export type SendMore = (text: string) => boolean;

export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
