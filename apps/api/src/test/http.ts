import http from 'node:http';
import type { Json } from './api.ts';

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** Undefined when the answer is not JSON. */
  body: Json;
}

interface RawRequest {
  method: string;
  path: string;
  headers?: http.OutgoingHttpHeaders;
  /** Sent byte for byte. */
  body?: string | Buffer;
  /** Leaves the request open after what was sent, as a slow or hostile client would. */
  unfinished?: boolean;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

/** A request without a client's good manners: any bytes, any header, any path. */
export function sendRaw(baseUrl: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl);
  const { method, path, headers = {}, body, unfinished = false } = request;
  return new Promise((resolve, reject) => {
    const sent = http.request(
      {
        hostname,
        port,
        method,
        path,
        agent: unfinished ? false : agent,
        headers: { ...lengthOf(body), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        // A stream of events has no end: what it says first is its answer.
        if (response.headers['content-type']?.startsWith('text/event-stream') && method !== 'HEAD') {
          response.once('data', () => {
            sent.destroy();
            resolve(toAnswer(response, Buffer.concat(chunks).toString('utf8')));
          });
        }
        response.on('end', () => {
          if (unfinished) sent.destroy();
          resolve(toAnswer(response, Buffer.concat(chunks).toString('utf8')));
        });
      },
    );
    sent.on('error', reject);
    if (unfinished) sent.write(body ?? '');
    else sent.end(body);
  });
}

function lengthOf(body: string | Buffer | undefined): http.OutgoingHttpHeaders {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}

function toAnswer(response: http.IncomingMessage, text: string): RawAnswer {
  const isJson = /json/.test(response.headers['content-type'] ?? '') && text !== '';
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

export function bearer(token: string): Record<string, string> {
  return token === '' ? {} : { authorization: `Bearer ${token}` };
}

export const asJson = { 'content-type': 'application/json' };
