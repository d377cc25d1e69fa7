import { parseArgs } from 'node:util';
import { isPresetName, presets } from './presets.ts';
import { startQboSim } from './start.ts';

/** `qbo-sim`: starts a simulator and says how to reach it. */

const usage = `qbo-sim: a local QuickBooks Online

  --preset NAME     the company to begin with; may be given several times (us-plain)
                    ${Object.keys(presets).join(', ')}
  --port N          2001 unless it is said; 0 for a free one
  --host ADDRESS    127.0.0.1 unless it is said
  --seed N          the same seed gives the same ids and tokens (1)
  --clock MODE      real (runs by itself) or virtual (moves when told) (real)
  --now INSTANT     where the clock begins, like 2026-03-01T12:00:00Z
  --snapshot FILE   keeps the books in a file and begins with what is there
  --client-id ID, --client-secret SECRET, --redirect-uri URI   the app that connects
  --no-throttle     no limits on requests
  --redact          the journal keeps no bodies
  --help            this text`;

function fail(message: string): never {
  console.error(`qbo-sim: ${message}\n\n${usage}`);
  process.exit(2);
}

function readWhole(text: string, name: string, most: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text);
  return fail(`--${name} must be a whole number up to ${most}`);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        preset: { type: 'string', multiple: true },
        port: { type: 'string', default: '2001' },
        host: { type: 'string', default: '127.0.0.1' },
        seed: { type: 'string', default: '1' },
        clock: { type: 'string', default: 'real' },
        now: { type: 'string' },
        snapshot: { type: 'string' },
        'client-id': { type: 'string' },
        'client-secret': { type: 'string' },
        'redirect-uri': { type: 'string', multiple: true },
        'no-throttle': { type: 'boolean', default: false },
        redact: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const given = readOptions();
if (given.help) {
  console.log(usage);
  process.exit(0);
}
const names = (given.preset ?? ['us-plain']).flatMap((list) => list.split(','));
const chosen = names.map((name) => (isPresetName(name) ? name : fail(`there is no preset ${name}`)));
const { clock } = given;
if (clock !== 'real' && clock !== 'virtual') fail('--clock must be real or virtual');
if (given.now !== undefined && Number.isNaN(Date.parse(given.now))) fail('--now must be an ISO instant');

try {
  const started = await startQboSim({
    port: readWhole(given.port, 'port', 65_535),
    host: given.host,
    seed: readWhole(given.seed, 'seed', 4_294_967_295),
    clock,
    presets: chosen,
    redactBodies: given.redact,
    ...(given.now !== undefined && { now: given.now }),
    ...(given.snapshot !== undefined && { snapshot: given.snapshot }),
    ...(given['no-throttle'] && { knobs: { throttle: false } }),
    app: {
      ...(given['client-id'] !== undefined && { clientId: given['client-id'] }),
      ...(given['client-secret'] !== undefined && { clientSecret: given['client-secret'] }),
      ...(given['redirect-uri'] !== undefined && { redirectUris: given['redirect-uri'] }),
    },
  });
  const realms = [...started.sim.realms.values()].map(({ id }) => `    ${id}`).join('\n');
  console.log(`QuickBooks simulator at ${started.url}

  Bookkeeper's page   ${started.url}/
  REST                ${started.url}/v3/company/<realm>/…
  Consent             ${started.url}/connect/oauth2
  Tokens              ${started.url}/oauth2/v1/tokens/bearer
  Controls            ${started.url}/__sim
  Client id, secret   ${started.clientId}, ${started.clientSecret}
  Companies
${realms}

Ctrl-C stops it.`);
  // Started by another process over a channel: without that one nobody could stop this one.
  process.on('disconnect', () => process.exit(0));
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void started.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  console.error(
    `qbo-sim: ${isTaken ? `port ${given.port} is taken; choose another with --port` : error.message}`,
  );
  process.exit(1);
}
