import { runUserAction, userActions, userParams } from '../admin/user-actions.ts';
import { Fault, htmlFault } from '../core/fault.ts';
import { type Json, NumberText } from '../core/json.ts';
import { type Knobs, whyNotKnobValue } from '../core/knobs.ts';
import { jsonReply } from '../core/reply.ts';
import { changeInfo } from '../entities/realm.ts';
import { expireAccess, revokeGrant, rotateBehindTheBack } from '../oauth/tokens.ts';
import { monthlyFault, throttleFault } from '../rest/limits.ts';
import { takeName, takeNumber, touch } from './other-hands.ts';
import { anyText, anything, entityName, oneOf, trueOrFalse, wholeNumber } from './params.ts';
import { anyFault, cut, longestHangMs, statusBodies, statusReply, tooLate } from './replies.ts';
import {
  anyCall,
  anyRest,
  captures,
  type FaultAction,
  numberOf,
  reads,
  refreshes,
  writes,
} from './strike.ts';

/** Every fault that can be asked for: where in a call it strikes, and what it does there. */

const ms = { ms: wholeNumber(0, 600_000) };
/** Instead of `times` of the rule. */
const burst = { n: wholeNumber(1, 1_000_000), burst: wholeNumber(1, 1_000_000) };

/** The bookkeeper works on the books just before this call is checked. */
function user(action: string): FaultAction {
  return {
    meaning: `just before the call is checked, a bookkeeper ${userActions[action]?.meaning ?? action}`,
    suits: anyRest,
    params: Object.fromEntries(userParams(action).map((name) => [name, anything])),
    books: ({ sim, realm, params }) => void runUserAction(sim, realm, action, params),
  };
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
      return { ...tooLate(), delayMs: 120_000 };
    },
  },
  slowSimulated: {
    meaning: 'the answer takes simulated time; from 120 seconds on it is a 504 with code 6002',
    suits: anyCall,
    params: ms,
    books: ({ sim, params }) => sim.clock.set(sim.clock.nowMs() + numberOf(params, 'ms', 1000)),
    after: (reply, params) => (numberOf(params, 'ms', 1000) < 120_000 ? reply : tooLate()),
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
    knobs: () => ({ rotateEvery: 'always' }),
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
      'a Vendor (by: Vendor, Customer or Item; with inactive: true a switched-off one) has the name that the call asks for',
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
  cdcOmit: { meaning: 'change data capture leaves out one change', suits: captures, cdc: { omitsOne: true } },
  cdcFalseDeleted: {
    meaning: 'change data capture calls a living object deleted',
    suits: captures,
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
