import { runUserAction, userActions, userParams } from '../admin/user-actions.ts';
import { Fault, type FaultCode, faultTable, htmlFault, xmlFault } from '../core/fault.ts';
import { type Json, type JsonObject, NumberText } from '../core/json.ts';
import { type Knobs, whyNotKnobValue } from '../core/knobs.ts';
import { jsonReply, type Reply } from '../core/reply.ts';
import { definitions, findDefinition } from '../entities/definitions.ts';
import { execute } from '../entities/execute.ts';
import type { Realm } from '../entities/model.ts';
import { changeInfo } from '../entities/realm.ts';
import { expireAccess, revokeGrant, rotateBehindTheBack } from '../oauth/tokens.ts';
import type { CdcFault } from '../rest/cdc.ts';
import { monthlyFault, throttleFault } from '../rest/limits.ts';
import type { Sim } from '../sim.ts';
import { anyText, anything, entityName, oneOf, type Param, trueOrFalse, wholeNumber } from './params.ts';
import type { MatchContext } from './rules.ts';

/** Every fault that can be asked for: where in a call it strikes, and what it does there. */

type Params = JsonObject;
export type RefusalStage = 'gateway' | 'service' | 'meter';

/** Where the call stands when a fault strikes. */
export interface Strike {
  readonly sim: Sim;
  readonly realm: Realm;
  readonly context: MatchContext;
  readonly params: Params;
}

export interface FaultAction {
  readonly meaning: string;
  readonly suits: (context: MatchContext) => boolean;
  /** What can be said about it besides its type. */
  readonly params?: Readonly<Record<string, Param>>;
  /** Answers at once; nothing is done. */
  readonly instead?: (params: Params) => Reply | undefined;
  /** Answers with this fault in place of doing anything. */
  readonly refuse?: (params: Params) => Fault;
  /** Where `refuse` strikes: before the token is looked at, behind it, or where reads are metered. */
  readonly refusesAt?: RefusalStage;
  /** Changes tokens before they are looked at. */
  readonly tokens?: (strike: Omit<Strike, 'realm'> & { realmId: string }) => void;
  /** Somebody else works on the books just before the call is checked. */
  readonly books?: (strike: Strike) => void;
  /** Knobs for this call alone. */
  readonly knobs?: (params: Params) => Partial<Knobs>;
  readonly cdc?: CdcFault;
  /** What becomes of an answer after everything is done. */
  readonly after?: (reply: Reply, params: Params) => Reply;
}

const anyRest = ({ operation }: MatchContext): boolean =>
  !['token', 'authorize', 'revoke', 'userinfo', 'discovery', 'jwks'].includes(operation);
const anyCall = (): boolean => true;
const reads = ({ operation }: MatchContext): boolean => ['read', 'query', 'cdc', 'pdf'].includes(operation);
const writes = ({ operation }: MatchContext): boolean =>
  ['create', 'update', 'delete', 'void', 'batch', 'send'].includes(operation);
const refreshes = ({ operation, body }: MatchContext): boolean =>
  operation === 'token' && body.includes('grant_type=refresh_token');

function numberOf(params: Params, name: string, initial: number): number {
  const value = params[name];
  return value instanceof NumberText ? Number(value.source) : initial;
}

function textOf(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value instanceof NumberText) return value.source;
  return typeof value === 'string' ? value : undefined;
}

const ms = { ms: wholeNumber(0, 600_000) };
/** Instead of `times` of the rule. */
const burst = { n: wholeNumber(1, 1_000_000), burst: wholeNumber(1, 1_000_000) };

const cut = (delivery: NonNullable<Reply['delivery']>, delayMs = 0): Reply => ({
  status: 0,
  headers: {},
  body: '',
  delivery,
  delayMs,
});

/** A client that sets no deadline of its own would wait for ever: after ten minutes the connection is cut. */
const longestHangMs = 600_000;

const statusBodies = {
  json: (status: number) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      Fault: {
        Error: [{ Message: 'System Failure', Detail: `status ${status}`, code: '10000' }],
        type: 'SystemFault',
      },
    }),
  }),
  xml: (status: number) => ({
    headers: { 'content-type': 'application/xml' },
    body: xmlFault(new Fault('10000', `status ${status}`), '2026-01-01T00:00:00.000-08:00'),
  }),
  html: (status: number) => ({
    headers: { 'content-type': 'text/html' },
    body: htmlFault(status, 'Service Unavailable'),
  }),
  empty: () => ({ headers: {}, body: '' }),
};

function statusReply(params: Params): Reply {
  const status = numberOf(params, 'status', 503);
  const form = textOf(params, 'body') ?? 'html';
  return { status, ...statusBodies[form as keyof typeof statusBodies](status) }; // One of them: see its params.
}

/** Any fault at all. */
function anyFault(params: Params): Fault {
  const code = textOf(params, 'code') ?? '10000';
  const base = Object.hasOwn(faultTable, code) ? (code as FaultCode) : '10000';
  const kind = faultTable[base];
  const shape = textOf(params, 'shape');
  return new Fault(
    base,
    textOf(params, 'detail') ?? 'A fault rule asked for this',
    textOf(params, 'element'),
    {
      code,
      kind: {
        http: numberOf(params, 'http', kind.http),
        type: textOf(params, 'faultType') ?? kind.type,
        message: textOf(params, 'message') ?? kind.message,
      },
      withoutDetail: params['missingDetail'] === true,
      shape: shape === 'lower' ? 'lower' : 'upper',
    },
  );
}

/** The bookkeeper works on the books just before this call is checked. */
function user(action: string): FaultAction {
  return {
    meaning: `just before the call is checked, a bookkeeper ${userActions[action]?.meaning ?? action}`,
    suits: anyRest,
    params: Object.fromEntries(userParams(action).map((name) => [name, anything])),
    books: ({ sim, realm, params }) => void runUserAction(sim, realm, action, params),
  };
}

function touch({ realm, params, context }: Strike): void {
  const body = parsedBody(context);
  const type = findDefinition(textOf(params, 'entity') ?? context.entity ?? '')?.name;
  const id = textOf(params, 'id') ?? (typeof body['Id'] === 'string' ? body['Id'] : undefined);
  const entity = type === undefined || id === undefined ? undefined : realm.entities[type].get(id);
  if (type === undefined || id === undefined || entity === undefined || entity.isDeleted) return;
  execute(realm, {
    definition: definitions[type],
    operation: 'update',
    body: { Id: id, SyncToken: String(entity.syncToken), sparse: true },
    includes: new Set(['allowduplicatedocnum']),
  });
}

function parsedBody({ body }: MatchContext): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** A vendor, or an inactive customer, gets the name that the call is about to ask for. */
function takeName({ realm, params, context }: Strike): void {
  const name = textOf(params, 'name') ?? parsedBody(context)['DisplayName'] ?? parsedBody(context)['Name'];
  if (typeof name !== 'string') return;
  const by = textOf(params, 'by') ?? (context.entity === 'Item' ? 'Item' : 'Vendor');
  const isItem = by === 'Item';
  const made = execute(realm, {
    definition: isItem ? definitions.Item : by === 'Customer' ? definitions.Customer : definitions.Vendor,
    operation: 'create',
    body: isItem ? { Name: name, Type: 'Category' } : { DisplayName: name },
    includes: new Set(),
  });
  if (by !== 'Customer') return;
  execute(realm, {
    definition: definitions.Customer,
    operation: 'update',
    body: {
      Id: made.id,
      SyncToken: '0',
      DisplayName: name,
      Active: params['inactive'] !== true,
      sparse: true,
    },
    includes: new Set(),
  });
}

/** Another invoice gets the number that the call is about to ask for. */
function takeNumber({ realm, params, context }: Strike): void {
  const body = parsedBody(context);
  const number = textOf(params, 'number') ?? body['DocNumber'];
  const type = findDefinition(context.entity ?? 'Invoice')?.name ?? 'Invoice';
  const customer = [...realm.entities.Customer.values()].find(
    ({ isDeleted, data }) => !isDeleted && data['Active'] !== false,
  );
  if (typeof number !== 'string' || customer === undefined) return;
  execute(realm, {
    definition: definitions[type],
    operation: 'create',
    body: {
      CustomerRef: { value: customer.id },
      DocNumber: number,
      Line: [
        {
          DetailType: 'SalesItemLineDetail',
          Amount: new NumberText('1'),
          SalesItemLineDetail: taxable(realm),
        },
      ],
    },
    includes: new Set(['allowduplicatedocnum']),
  });
}

/** Where every line needs a tax code, the first of the company will do. */
function taxable(realm: Realm): Json {
  const code = [...realm.entities.TaxCode.values()][0];
  return code === undefined ? {} : { TaxCodeRef: { value: code.id } };
}

const oneKnob = (name: keyof Knobs, param: string, meaning: string): FaultAction => ({
  meaning,
  suits: anyRest,
  params: { [param]: { mustBeGiven: true, whyNot: (value) => whyNotKnobValue(name, knobValue(value)) } },
  knobs: (params) => ({ [name]: knobValue(params[param]) }),
});

function knobValue(value: Json | undefined): unknown {
  return value instanceof NumberText ? Number(value.source) : value;
}

const actions = {
  resetBefore: {
    meaning: 'the connection is reset; nothing was done',
    suits: anyCall,
    instead: () => cut('reset'),
  },
  timeoutBefore: {
    meaning: 'no answer; nothing was done',
    suits: anyCall,
    params: ms,
    instead: (params) => cut('hang', numberOf(params, 'ms', longestHangMs)),
  },
  resetAfterCommit: {
    meaning: 'the connection is reset; it was done',
    suits: anyCall,
    after: () => cut('reset'),
  },
  timeoutAfterCommit: {
    meaning: 'no answer; it was done',
    suits: anyCall,
    params: ms,
    after: (_reply, params) => cut('hang', numberOf(params, 'ms', longestHangMs)),
  },
  truncateBody: {
    meaning: 'half of the answer, then the end of the connection; it was done',
    suits: anyCall,
    after: (reply) => ({ ...reply, delivery: 'truncate' }),
  },
  status: {
    meaning:
      'a bare HTTP error status with a body of json, xml, html or nothing; committed says whether it was done',
    suits: anyCall,
    params: {
      status: wholeNumber(400, 599),
      body: oneOf(...Object.keys(statusBodies)),
      committed: trueOrFalse,
    },
    instead: (params) => (params['committed'] === true ? undefined : statusReply(params)),
    after: (reply, params) => (params['committed'] === true ? statusReply(params) : reply),
  },
  throttle: {
    meaning: '429, n times; nothing was done',
    suits: anyRest,
    params: burst,
    refuse: () => throttleFault(),
    refusesAt: 'gateway',
  },
  coreplusBlock: {
    meaning: 'the monthly limit of reads: they get 429, writes go on',
    suits: reads,
    refuse: () => monthlyFault(),
    refusesAt: 'meter',
  },
  fault: {
    meaning: 'any fault: code, faultType, message, detail, element, shape upper|lower, http, missingDetail',
    suits: anyRest,
    params: {
      code: { ...anyText, mustBeGiven: true },
      faultType: anyText,
      message: anyText,
      detail: anyText,
      element: anyText,
      shape: oneOf('upper', 'lower'),
      http: wholeNumber(200, 599),
      missingDetail: trueOrFalse,
    },
    refuse: anyFault,
  },
  slow: {
    meaning: 'the answer comes late; it was done. From 120 seconds on it is a 504 with code 6002 instead',
    suits: anyCall,
    params: ms,
    after: (reply, params) => {
      const ms = numberOf(params, 'ms', 1000);
      if (ms < 120_000) return { ...reply, delayMs: ms };
      const { kind, code, detail } = new Fault('6002', 'The request took longer than 120 seconds');
      return {
        ...jsonReply(504, {
          Fault: { Error: [{ Message: kind.message, Detail: detail, code }], type: kind.type },
        }),
        delayMs: 120_000,
      };
    },
  },
  slowSimulated: {
    meaning: 'the answer takes simulated time; from 120 seconds on it is a 504 with code 6002',
    suits: anyCall,
    params: ms,
    books: ({ sim, params }) => sim.clock.set(sim.clock.nowMs() + numberOf(params, 'ms', 1000)),
    after: (reply, params) => {
      if (numberOf(params, 'ms', 1000) < 120_000) return reply;
      const { kind, code, detail } = new Fault('6002', 'The request took longer than 120 seconds');
      return jsonReply(504, {
        Fault: { Error: [{ Message: kind.message, Detail: detail, code }], type: kind.type },
      });
    },
  },
  expireAccess: {
    meaning: 'the access tokens of the company have just expired',
    suits: anyRest,
    tokens: ({ sim, realmId }) => expireAccess(sim, realmId),
  },
  revokeGrant: {
    meaning: 'the user has just ended the connection',
    suits: anyCall,
    tokens: ({ sim, realmId }) => {
      for (const grant of sim.oauth.grants.find('realm', realmId)) revokeGrant(sim, grant.id);
    },
  },
  rotateNow: {
    meaning: 'another process has just refreshed: the known refresh token is superseded',
    suits: anyCall,
    tokens: ({ sim, realmId }) => {
      for (const grant of sim.oauth.grants.find('realm', realmId)) rotateBehindTheBack(sim, grant);
    },
  },
  refresh5xx: {
    meaning: '503 from the token endpoint, n times; nothing was done',
    suits: refreshes,
    params: burst,
    instead: () => ({
      status: 503,
      headers: { 'content-type': 'text/html' },
      body: htmlFault(503, 'Service Unavailable'),
    }),
  },
  refresh429: {
    meaning: '429 from the token endpoint, n times; nothing was done',
    suits: refreshes,
    params: burst,
    instead: () => jsonReply(429, { error: 'rate_limit_exceeded' }),
  },
  refreshLostResponse: {
    meaning: 'the token endpoint rotates, and its answer is lost',
    suits: refreshes,
    after: () => cut('reset'),
  },
  staleToken: {
    meaning:
      'another user saves the object (entity, id; by default the one in the body) just before the write is checked',
    suits: writes,
    params: { entity: entityName, id: anyText },
    books: touch,
  },
  userEdit: user('edit'),
  userPay: user('pay'),
  userVoid: user('void'),
  userDelete: user('delete'),
  userInactivate: user('inactivate'),
  userMerge: user('merge'),
  userCloseBooks: user('closeBooks'),
  userRename: user('rename'),
  userSetPref: user('setPref'),
  nameTaken: {
    meaning:
      'a Vendor (or Customer, with inactive: true a switched-off one) takes the name that the call asks for',
    suits: writes,
    params: { name: anyText, by: oneOf('Vendor', 'Customer', 'Item'), inactive: trueOrFalse },
    books: takeName,
  },
  docNumberTaken: {
    meaning: 'another document takes the number that the call asks for',
    suits: writes,
    params: { number: anyText },
    books: takeNumber,
  },
  roundingMode: oneKnob('rounding', 'mode', 'Qty × UnitPrice is rounded in another way (mode)'),
  listLag: oneKnob('listLagMs', 'ms', 'lists show the past (ms)'),
  unstableOrder: {
    meaning: 'rows without ORDERBY come in another order',
    suits: reads,
    knobs: () => ({ unstableOrder: true }),
  },
  cdcCap: oneKnob('cdcCap', 'cap', 'change data capture gives fewer rows (cap)'),
  cdcOmit: { meaning: 'change data capture leaves out one change', suits: reads, cdc: { omitsOne: true } },
  cdcFalseDeleted: {
    meaning: 'change data capture calls a living object deleted',
    suits: reads,
    cdc: { callsOneDeleted: true },
  },
  subscriptionLapsed: {
    meaning: 'the subscription of the company has lapsed: 6190',
    suits: anyRest,
    refuse: () =>
      new Fault('6190', 'The subscription of this company has ended or there was a billing problem'),
  },
  featureOff: {
    meaning: 'the feature is not on in this company: 5020',
    suits: anyRest,
    refuse: () => new Fault('5020', 'The feature is not switched on in this company'),
  },
  clockSkew: {
    meaning: "the company's server clock is off by ms from now on",
    suits: anyRest,
    params: { ms: wholeNumber(-86_400_000, 86_400_000) },
    books: ({ realm, params }) => changeInfo(realm, { skewMs: numberOf(params, 'ms', 0) }),
  },
} as const satisfies Record<string, FaultAction>;

export type ActionName = keyof typeof actions;

export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(actions, name);
}

/** The table with each action as the general kind, for looking at the parts it may have. */
export const actionTable: Readonly<Record<ActionName, FaultAction>> = actions;
