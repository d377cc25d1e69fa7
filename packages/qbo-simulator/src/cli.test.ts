import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const bin = path.resolve(import.meta.dirname, '../bin/qbo-sim.mjs');
const cli = path.resolve(import.meta.dirname, 'cli.ts');
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

function start(program: string, args: string[], withChannel = false): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', ...(withChannel ? (['ipc'] as const) : [])],
  });
  children.add(child);
  return child;
}

async function ended(child: ChildProcess): Promise<{ code: unknown; errors: string }> {
  const exit = once(child, 'exit');
  const errors = (await child.stderr?.toArray())?.join('') ?? '';
  return { code: (await exit)[0], errors };
}

const heard = async (child: ChildProcess, words: RegExp): Promise<string> => {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (words.test(text)) return text;
  }
  throw new Error(`It ended after: ${text}`);
};

describe('qbo-sim', () => {
  test('says where it is, which companies it has and how to stop it', async () => {
    const child = start(bin, [
      '--port',
      '0',
      '--preset',
      'us-plain,ca-gst',
      '--preset',
      'us-ast',
      '--seed',
      '9',
    ]);
    const text = await heard(child, /Ctrl-C/);
    expect(text.match(/^ {4}\d{16}$/gm)).toHaveLength(3);
    const url = /simulator at (\S+)/.exec(text)?.[1] ?? '';
    expect((await fetch(`${url}/__sim`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends when the process that holds it is gone', async () => {
    const child = start(cli, ['--port', '0'], true);
    await heard(child, /Ctrl-C/);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('names a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // It listens on TCP.
    const { code, errors } = await ended(start(bin, ['--port', String(port)]));
    server.close();
    expect([code, errors]).toEqual([1, expect.stringContaining(`port ${port} is taken`)]);
  });

  for (const [wrong, words] of [
    [['--port', 'many'], /--port must be a whole number/],
    [['--preset', 'us-plane'], /no preset us-plane/],
    [['--clock', 'sundial'], /--clock must be real or virtual/],
    [['--colour'], /--colour/],
  ] as const) {
    test(`refuses ${wrong.join(' ')} and shows how it is used`, async () => {
      const { code, errors } = await ended(start(bin, [...wrong]));
      expect(code).toBe(2);
      expect(errors).toMatch(words);
      expect(errors).toContain('--snapshot FILE');
    });
  }
});
