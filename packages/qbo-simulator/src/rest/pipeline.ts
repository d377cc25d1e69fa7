import { Fault } from '../core/fault.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Json } from '../core/json.ts';
import type { Reply } from '../core/reply.ts';
import type { Realm } from '../entities/model.ts';
import { infoOf, knobsOf } from '../entities/realm.ts';
import {
  afterCommit,
  answerInstead,
  cdcFaults,
  changeBooks,
  changeTokens,
  type Fired,
  fire,
  knobsByRule,
  refuseByRule,
  struckRules,
} from '../faults/apply.ts';
import type { Grant } from '../oauth/state.ts';
import { livingGrant } from '../oauth/tokens.ts';
import type { Sim } from '../sim.ts';
import { answer, faultReply, type Server, serverOf } from './answers.ts';
import { asksInBatch, runBatch } from './batch.ts';
import type { Call } from './call.ts';
import { captureChanges } from './cdc.ts';
import { demandEntity, documentPdf, sendDocument } from './documents.ts';
import { holdInFlight, inAMoment, takesAMoment } from './in-flight.ts';
import { countCorePlus, refuseBeyondMonthlyLimit, startRunning, throttle } from './limits.ts';
import { runQuery } from './query/run.ts';
import { type Asked, duplicateRequestId, findAnswer, keepAnswer } from './request-ids.ts';
import { contentTypeOf, demandOperation, readBody, write, written } from './steps.ts';

/**
 * One REST call from its first byte to its answer. The order of the steps is the service's:
 * connection → throttle → authentication → company → route → monthly limit → body → request id → rules → commit →
 * what happens to the answer.
 */
export async function answerRest(sim: Sim, call: Call, entry: JournalEntry): Promise<Reply> {
  const realm = sim.realms.get(call.realmId);
  const fired = fire(sim, matchContext(call));
  const server: Server =
    realm === undefined ? { nowMs: sim.clock.nowMs(), zone: 'America/Los_Angeles' } : serverOf(realm);
  const instead = answerInstead(fired);
  entry.rules = struckRules(fired);
  if (instead !== undefined) return instead;
  const token = (call.request.headers['authorization'] ?? '').replace(/^bearer\s+/i, '');
  entry.app = tokenOwner(sim, token);
  const appId = entry.app ?? 'unknown';
  const stop = startRunning(sim.limits, { realmId: call.realmId, appId });
  let endsInMs = 0;
  try {
    throttle(
      sim,
      { realmId: call.realmId, appId, isBatch: call.operation === 'batch' },
      realm === undefined ? sim.knobs() : knobsOf(realm),
    );
    refuseByRule(fired, 'gateway');
    changeTokens(sim, fired, call.realmId);
    const grant = authenticate(sim, call, realm, token);
    if (realm === undefined) throw new Fault('3100', 'The company is not known');
    refuseByRule(fired, 'service');
    if (infoOf(realm).isLapsed)
      throw new Fault('6190', 'The subscription of this company has ended or there was a billing problem');
    checkRoute(call);
    refuseByRule(fired, 'meter');
    if (isMetered(realm, call)) refuseBeyondMonthlyLimit(sim, grant.clientId);
    const reply = await executeOnce(sim, realm, call, entry, fired);
    meter(sim, realm, call, reply, grant);
    const sent = afterCommit(fired, reply);
    // An answer that comes late is still being worked on. One that is lost is not: its work is done.
    if (sent.delivery === undefined) endsInMs = sent.delayMs ?? 0;
    if (endsInMs > 0 && call.requestId !== undefined) holdInFlight(sim, call, endsInMs);
    return endsInMs === 0 && takesAMoment(realm, call, entry) ? inAMoment(sim, call, sent) : sent;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    entry.faultCode = error.code;
    const knobs = realm === undefined ? sim.knobs() : knobsOf(realm);
    return faultReply(server, error, call.request, knobs);
  } finally {
    entry.rules = struckRules(fired);
    if (endsInMs > 0) setTimeout(stop, endsInMs).unref();
    else stop();
  }
}

function matchContext(call: Call) {
  const query = call.request.query.toString();
  return {
    realm: call.realmId,
    method: call.request.method,
    entity: call.definition?.name ?? call.segment,
    operation: call.operation,
    address: query === '' ? call.request.path : `${call.request.path}?${query}`,
    requestId: call.requestId,
    headers: call.request.headers,
    body: call.request.body,
  };
}

function tokenOwner(sim: Sim, token: string): string | undefined {
  const row = sim.oauth.access.get(token);
  return row === undefined ? undefined : sim.oauth.grants.get(row.grantId)?.clientId;
}

const accountingScope = 'com.intuit.quickbooks.accounting';

function authenticate(sim: Sim, call: Call, realm: Realm | undefined, token: string): Grant {
  const grant = livingGrant(sim, token);
  if (grant === undefined)
    throw new Fault('3200', 'Token expired, revoked or unknown: AuthenticationFailed; statusCode=401');
  if (grant.realmId !== call.realmId) {
    const { wrongRealm } = realm === undefined ? sim.knobs() : knobsOf(realm);
    throw wrongRealm === '401-100'
      ? new Fault('100', 'SRV-110: the token belongs to another company')
      : new Fault('3100', 'The app is not authorised for this company');
  }
  if (!grant.scope.split(/\s+/).includes(accountingScope)) {
    throw new Fault('3100', `The token does not have the scope ${accountingScope}`);
  }
  return grant;
}

/** The content types that a body may have; sending a document takes any. */
const bodyTypes: Readonly<Record<string, readonly string[]>> = {
  query: ['application/text', 'text/plain'],
  batch: ['application/json'],
};

function checkRoute(call: Call): void {
  const { method } = call.request;
  if (call.operation === 'unknown') {
    const what =
      call.definition === undefined ? `entity ${call.segment.slice(0, 60) || '(none)'}` : 'this address';
    throw new Fault('500', `Operation ${method} is not supported for ${what}`);
  }
  if (method !== 'POST' || call.operation === 'send') return;
  const type = contentTypeOf(call);
  const allowed = bodyTypes[call.operation] ?? ['application/json'];
  if (!allowed.includes(type)) {
    throw new Fault(
      '1050',
      `The content type ${type.slice(0, 60) || '(none)'} is not supported; send ${allowed.join(' or ')}`,
    );
  }
}

const longestRequestId = 50;

/** Writes with a request id are done once; a repeated one waits for the first and gets its answer. */
async function executeOnce(
  sim: Sim,
  realm: Realm,
  call: Call,
  entry: JournalEntry,
  fired: Fired,
): Promise<Reply> {
  const isStored = call.requestId !== undefined && call.class === 'Core';
  if (!isStored || call.requestId === undefined) return answered(sim, realm, call, entry, fired);
  // The body is read before the store is asked: what is no JSON is answered anew each time.
  if (call.operation !== 'send') readBody(call.request);
  if (call.requestId.length > longestRequestId) {
    throw new Fault(
      '2050',
      `requestid is ${call.requestId.length} characters long; ${longestRequestId} are allowed`,
      'requestid',
    );
  }
  const asked: Asked = { key: call.requestId, scope: 'call', route: routeOf(call), body: call.request.body };
  const flightKey = `${realm.id}/${call.requestId}`;
  const flying = sim.inFlight.get(flightKey);
  if (flying !== undefined && knobsOf(realm).requestIdMode !== 'ignore') {
    if (knobsOf(realm).requestIdConcurrent === '600') throw duplicateRequestId(call.requestId);
    await flying;
  }
  const known = findAnswer(realm, asked);
  if (known !== undefined) {
    entry.isReplay = true;
    const form = known.body.startsWith('<') ? 'application/xml' : 'application/json';
    return { status: known.status, headers: { 'content-type': `${form};charset=UTF-8` }, body: known.body };
  }
  const reply = answered(sim, realm, call, entry, fired);
  keepAnswer(realm, asked, { status: reply.status, body: String(reply.body) });
  return reply;
}

/** Rules of the books answer like any answer: they are stored, replayed and lost on the way as well. */
function answered(sim: Sim, realm: Realm, call: Call, entry: JournalEntry, fired: Fired): Reply {
  try {
    return perform(sim, realm, call, entry, fired);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    entry.faultCode = error.code;
    return faultReply(serverOf(realm), error, call.request, knobsOf(realm));
  }
}

function routeOf({ request }: Call): string {
  const query = new URLSearchParams(request.query);
  query.delete('requestid');
  return `${request.method} ${request.path}?${query.toString()}`;
}

/** Runs without a pause, so that knobs a rule has changed are changed for this call alone. */
function perform(sim: Sim, realm: Realm, call: Call, entry: JournalEntry, fired: Fired): Reply {
  sim.journalNo = entry.no;
  const failed = changeBooks(sim, fired, realm);
  sim.notes.clear(); // What others' work is noted for is not this call's.
  if (failed.length > 0) entry.flags = [...entry.flags, ...failed];
  const before = sim.knobOverrides;
  if (fired.rules.length > 0) sim.knobOverrides = { ...before, ...knobsByRule(fired) };
  try {
    const reply = doCall(realm, call, fired);
    entry.flags = [...entry.flags, ...sim.notes];
    return reply;
  } finally {
    sim.knobOverrides = before;
  }
}

function doCall(realm: Realm, call: Call, fired: Fired): Reply {
  const { operation, request } = call;
  const server = serverOf(realm);
  switch (operation) {
    case 'query':
      return answer(
        server,
        runQuery(realm, request.method === 'GET' ? (request.query.get('query') ?? '') : request.body),
      );
    case 'cdc':
      return answer(server, captureChanges(realm, request.query, cdcFaults(fired)));
    case 'batch': {
      return answer(server, runBatch(realm, readBody(request), call.requestId));
    }
    case 'read': {
      const definition = demandDefinition(call);
      const id = definition.group === 'settings' ? '1' : (call.id ?? '');
      return answer(server, written(realm, definition, 'update', demandEntity(realm, definition, id)));
    }
    case 'pdf': {
      const definition = demandOperation(call.definition, 'pdf', call.segment);
      const entity = demandEntity(realm, definition, call.id ?? '');
      return {
        status: 200,
        headers: { 'content-type': 'application/pdf' },
        body: documentPdf(definition, entity),
      };
    }
    case 'send': {
      const definition = demandOperation(call.definition, 'send', call.segment);
      const entity = sendDocument(realm, definition, call.id ?? '', request.query.get('sendTo'));
      return answer(server, written(realm, definition, 'update', entity));
    }
    case 'unknown':
      throw new Fault('500', 'Operation is not supported');
    default: {
      const definition = demandOperation(call.definition, operation, call.segment);
      const body: Json = readBody(request);
      return answer(server, write(realm, definition, operation, body, call.includes));
    }
  }
}

function demandDefinition(call: Call) {
  if (call.definition !== undefined) return call.definition;
  throw new Fault(
    '500',
    `Operation ${call.request.method} is not supported for entity ${call.segment.slice(0, 60)}`,
  );
}

/** Whether the call takes data out. A batch does when one of its items asks for any. */
function isMetered(realm: Realm, call: Call): boolean {
  if (call.class !== 'Batch') return call.class === 'CorePlus';
  return knobsOf(realm).batchQueryClass === 'CorePlus' && asksInBatch(call.request);
}

function meter(sim: Sim, realm: Realm, call: Call, reply: Reply, grant: Grant): void {
  if (reply.status >= 200 && reply.status <= 299 && isMetered(realm, call))
    countCorePlus(sim, grant.clientId);
}
