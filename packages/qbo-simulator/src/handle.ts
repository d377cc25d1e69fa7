import { writeInstant } from './core/clock.ts';
import { Fault, htmlFault } from './core/fault.ts';
import type { JournalEntry } from './core/journal.ts';
import type { Reply, SimRequest } from './core/reply.ts';
import { runDue } from './due.ts';
import { infoOf, realmNowMs } from './entities/realm.ts';
import { answerOAuth } from './oauth/oauth-face.ts';
import { faultReply } from './rest/answers.ts';
import { type Call, readCall } from './rest/call.ts';
import { answerRest } from './rest/pipeline.ts';
import { keepSettings, nextTid, type Sim } from './sim.ts';

/** Answers one call of a client (everything but the admin face) and writes it into the journal. */
export async function handle(sim: Sim, request: SimRequest, origin: string): Promise<Reply> {
  const call = readCall(request);
  stepClock(sim, call);
  const reply = call === undefined ? oauthOrNothing(sim, request, origin) : await rest(sim, request, call);
  keepSettings(sim);
  // Not waited for: webhooks go out beside the answer, as they do in reality.
  void runDue(sim);
  return reply;
}

/** A virtual clock moves a little with every call, so that a client that calls one by one is never throttled. */
function stepClock(sim: Sim, call: Call | undefined): void {
  if (sim.clock.state.mode !== 'virtual' || call === undefined) return;
  sim.clock.set(sim.clock.nowMs() + sim.knobs().clockStepMs);
}

function oauthOrNothing(sim: Sim, request: SimRequest, origin: string): Reply {
  const startedMs = performance.now();
  const answered = sim.store.atomically(() => answerOAuth(sim, request, origin));
  if (answered === undefined) {
    return { status: 404, headers: { 'content-type': 'text/html' }, body: htmlFault(404, 'Not Found') };
  }
  const entry = openEntry(sim, request, {
    class: 'OAuth',
    operation: answered.operation,
    realm: answered.realm,
    app: answered.app,
    entity: undefined,
    requestId: undefined,
  });
  entry.rules = answered.rules;
  entry.flags = answered.flags;
  closeEntry(sim, entry, answered.reply, startedMs);
  return answered.reply;
}

async function rest(sim: Sim, request: SimRequest, call: Call): Promise<Reply> {
  const startedMs = performance.now();
  const realm = sim.realms.get(call.realmId);
  const entry = openEntry(sim, request, {
    class: call.class,
    operation: call.operation,
    realm: call.realmId,
    app: undefined,
    entity: call.definition?.name,
    requestId: call.requestId,
  });
  let reply: Reply;
  try {
    reply = await answerRest(sim, call, entry);
  } catch (error) {
    // A defect of the simulator. The client sees what it would see of a defect of the service; the journal has the cause.
    const fault = new Fault('10000', 'An unexpected error occurred in the service');
    reply = faultReply(
      { nowMs: sim.clock.nowMs(), zone: 'UTC' },
      fault,
      { ...request, headers: {} },
      sim.knobs(),
    );
    entry.flags = [
      ...entry.flags,
      `defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    ];
  }
  closeEntry(sim, entry, reply, startedMs);
  const nowMs = realm === undefined ? sim.clock.nowMs() : realmNowMs(realm);
  return {
    ...reply,
    headers: {
      ...reply.headers,
      intuit_tid: entry.tid,
      'qbo-version': '2026.1',
      date: new Date(nowMs).toUTCString(),
    },
  };
}

/** Headers that a test may want to see; never credentials. */
const keptHeaders = ['accept', 'content-type', 'user-agent', 'request-id'];

function openEntry(
  sim: Sim,
  request: SimRequest,
  about: Pick<JournalEntry, 'class' | 'operation' | 'realm' | 'app' | 'entity' | 'requestId'>,
): JournalEntry {
  const atMs = sim.clock.nowMs();
  const realm = about.realm === undefined ? undefined : sim.realms.get(about.realm);
  const isSecret = about.class === 'OAuth';
  const entry: JournalEntry = {
    no: sim.journal.takeNo(),
    at: writeInstant(realm === undefined ? 'UTC' : infoOf(realm).zone, atMs, true),
    atMs,
    ...about,
    method: request.method,
    path: request.path,
    // Codes and tokens stand in the addresses and bodies of sign-in calls: the journal does not keep them.
    query: isSecret ? '' : request.query.toString(),
    minorversion: request.query.get('minorversion') ?? undefined,
    tid: nextTid(sim),
    headers: Object.fromEntries(
      keptHeaders.flatMap((name) =>
        request.headers[name] === undefined ? [] : [[name, request.headers[name]]],
      ),
    ),
    requestBody: sim.journal.keepsBodies && !isSecret && request.body !== '' ? request.body : undefined,
    status: 0,
    responseBody: undefined,
    delivery: undefined,
    faultCode: undefined,
    rules: [],
    isReplay: false,
    flags: [],
    durationMs: 0,
  };
  sim.journal.add(entry);
  return entry;
}

function closeEntry(sim: Sim, entry: JournalEntry, reply: Reply, startedMs: number): void {
  entry.status = reply.status;
  entry.delivery = reply.delivery;
  if (sim.journal.keepsBodies && entry.class !== 'OAuth' && typeof reply.body === 'string')
    entry.responseBody = reply.body;
  if (entry.isReplay) entry.flags = [...entry.flags, 'x-sim-replay: 1'];
  entry.durationMs = Math.round((performance.now() - startedMs) * 1000) / 1000;
  sim.journal.finish(entry);
}
