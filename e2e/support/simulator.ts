import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const startLimitMs = 30_000;

type Body = Record<string, unknown>;

/** The simulator as a person starts it, on a free port. */
export class Simulator {
  readonly url: string;
  readonly stop: () => Promise<void>;

  private constructor(url: string, stop: () => Promise<void>) {
    this.url = url;
    this.stop = stop;
  }

  static async start(presets: readonly string[] = ['us-plain']): Promise<Simulator> {
    const program = spawn(
      path.join(root, 'node_modules/.bin/node'),
      ['packages/qbo-simulator/src/cli.ts', '--port', '0', ...presets.flatMap((one) => ['--preset', one])],
      { cwd: root },
    );
    let said = '';
    const ready = new Promise<void>((resolve, reject) => {
      program.stdout.on('data', (chunk: Buffer) => {
        said += chunk;
        if (said.includes('Ctrl-C stops it')) resolve();
      });
      program.stderr.on('data', (chunk: Buffer) => {
        said += chunk;
      });
      program.once('exit', () => reject(new Error(`The simulator did not start:\n${said}`)));
      setTimeout(() => reject(new Error(`The simulator is not ready:\n${said}`)), startLimitMs).unref();
    });
    await ready;
    return new Simulator(/http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '', async () => {
      const ended = once(program, 'exit');
      program.kill('SIGTERM');
      await ended;
    });
  }

  /** A call of its controls. */
  async admin<T = Body>(call: string, body?: Body): Promise<T> {
    const response = await fetch(`${this.url}/__sim/${call}`, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${call}: ${text}`);
    // Empty where there is nothing to say; the caller knows which.
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  /** The id of the first company. */
  async company(): Promise<string> {
    const { realms } = await this.admin<{ realms: { realmId: string }[] }>('realms');
    return realms[0]?.realmId ?? '';
  }

  /** What an app does over the API: each call with a token of its own. */
  async api(call: string, body?: Body): Promise<{ status: number; json: Record<string, Body> }> {
    const company = await this.company();
    const { access_token } = await this.admin<{ access_token: string }>('oauth/grant', { realm: company });
    const response = await fetch(`${this.url}/v3/company/${company}/${call}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, Body> };
  }

  async idOf(entity: string, name: string): Promise<string> {
    const { rows } = await this.admin<{ rows: { id: string }[] }>(
      `list/${await this.company()}/${entity}?q=${encodeURIComponent(name)}`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`There is no ${entity} ${name}`);
    return row.id;
  }

  /** An invoice as an app would write it. */
  async invoice(customer: string, amount: number): Promise<{ Id: string; DocNumber: string }> {
    const { json } = await this.api('invoice', {
      CustomerRef: { value: await this.idOf('Customer', customer) },
      Line: [
        {
          Amount: amount,
          Description: 'Almonds, Nonpareil',
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: await this.idOf('Item', 'Produce') } },
        },
      ],
    });
    const made = json['Invoice'];
    if (made === undefined) throw new Error(`The invoice was refused: ${JSON.stringify(json)}`);
    return { Id: String(made['Id']), DocNumber: String(made['DocNumber']) };
  }
}

/** A receiver of webhooks that takes everything. */
export async function openReceiver(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
