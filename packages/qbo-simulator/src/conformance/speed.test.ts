import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type QboSim, startQboSim } from '../start.ts';

/**
 * What a person notices: how long a start takes, and an answer out of large books. The ceilings are generous, and
 * counted in time of this process where that can be, so that a busy machine does not fail them.
 */

test('it starts within a second', async () => {
  const times: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const startedMs = performance.now();
    const sim = await startQboSim();
    times.push(performance.now() - startedMs);
    await sim.close();
  }
  expect(Math.min(...times)).toBeLessThan(1000);
});

test('the program answers soon after it was started', { timeout: 60_000 }, async () => {
  const startedMs = performance.now();
  await withProgram([], () => {
    // A second on an idle machine; this one also runs the other tests.
    expect(performance.now() - startedMs).toBeLessThan(8000);
  });
});

test('the program holds 50,000 invoices in less than 600 MB', { timeout: 120_000 }, async () => {
  await withProgram(['--preset', 'us-full'], (pid) => {
    const kilobytes = residentKilobytes(pid);
    expect(kilobytes).toBeGreaterThan(50_000);
    expect(kilobytes / 1024).toBeLessThan(600);
  });
});

function residentKilobytes(pid: number | undefined): number {
  if (process.platform !== 'linux') {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
  }
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes);
}

/** Runs the program until it says where it answers, and then `use` with its process id. */
async function withProgram(more: string[], use: (pid: number | undefined) => void): Promise<void> {
  const bin = path.resolve(import.meta.dirname, '../../bin/qbo-sim.mjs');
  const child = spawn(process.execPath, [bin, '--port', '0', ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    for await (const chunk of child.stdout) if (String(chunk).includes('simulator at')) break;
    use(child.pid);
  } finally {
    child.kill('SIGKILL');
  }
}

const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.threadCpuUsage(since);
  return (user + system) / 1000;
};

/** Of the quicker runs: processor time, too, grows by half when a neighbour on the machine takes its caches and clock. */
const undisturbed = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 4)] ?? 0;

test('10,000 customers and 50,000 invoices load within ten seconds and answer within twenty milliseconds', {
  timeout: 120_000,
}, async () => {
  const before = process.threadCpuUsage();
  const sim = await startQboSim({ presets: ['us-full'], knobs: { throttle: false } });
  expect(cpuMs(before)).toBeLessThan(10_000);
  try {
    const ask = await asker(sim);
    expect(await ask('select count(*) from Customer')).toContain('"totalCount":10000');
    expect(await ask('select count(*) from Invoice')).toContain('"totalCount":50000');
    const [row] =
      /"Id":"\d+"/.exec(await ask('select Id from Invoice startposition 25000 maxresults 1')) ?? [];
    const id = row?.replace(/\D/g, '') ?? '';
    const invoice = await ask(`select * from Invoice where Id = '${id}'`);
    const number = /"DocNumber":"(\w+)"/.exec(invoice)?.[1];
    const customer = /"CustomerRef":\{"value":"(\d+)"/.exec(invoice)?.[1];
    const questions = [
      `select * from Invoice where Id = '${id}'`,
      `select * from Invoice where DocNumber = '${number}'`,
      `select * from Invoice where CustomerRef = '${customer}'`,
      'select * from Invoice orderby TxnDate desc maxresults 20',
      'select * from Invoice orderby MetaData.LastUpdatedTime desc startposition 101 maxresults 100',
      'select count(*) from Invoice where Balance > 0',
      "select * from Invoice where TxnDate >= '2025-06-01' and TotalAmt > 80000 maxresults 20",
      "select * from Customer where DisplayName like '%Grove Pantry 9%'",
      'select * from Customer startposition 9901 maxresults 100',
    ];
    for (const question of questions) {
      const times: number[] = [];
      for (let n = 0; n < 11; n += 1) {
        const since = process.threadCpuUsage();
        expect(await ask(question)).toMatch(/"(Id|totalCount)":/);
        times.push(cpuMs(since));
      }
      expect(undisturbed(times), question).toBeLessThan(20);
    }
  } finally {
    await sim.close();
  }
});

async function asker({ url, realms }: QboSim): Promise<(statement: string) => Promise<string>> {
  const granted = await fetch(`${url}/__sim/oauth/grant`, { method: 'POST', body: '{}' });
  const { access_token } = (await granted.json()) as { access_token: string };
  return async (statement) => {
    const response = await fetch(
      `${url}/v3/company/${realms[0]}/query?query=${encodeURIComponent(statement)}`,
      {
        headers: { authorization: `Bearer ${access_token}` },
      },
    );
    expect(response.status).toBe(200);
    return response.text();
  };
}
