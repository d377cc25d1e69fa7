import { AdminError } from '../admin/user-actions.ts';
import { isObject, type Json, type JsonObject, NumberText } from '../core/json.ts';
import { findDefinition } from '../entities/definitions.ts';
import type { Sim } from '../sim.ts';
import { type ActionName, actionTable, isActionName } from './actions.ts';

/** Rules that make the simulator misbehave: what each is waiting for, what it does, and how often. */

export interface Matcher {
  readonly realm?: string;
  readonly method?: string;
  readonly entity?: string;
  readonly operation?: string;
  /** A regular expression over path and query. */
  readonly path?: string;
  readonly requestid?: string;
  /** Only the n-th call that fits everything else. */
  readonly call?: number;
  /** Header names with regular expressions. */
  readonly header?: Readonly<Record<string, string>>;
  /** A regular expression over the body, or fields by dotted path with the value they must have. */
  readonly body?: string | Readonly<Record<string, string>>;
  /** Only the first attempt of each request id. */
  readonly firstAttempt?: boolean;
}

export interface FaultRule {
  readonly id: string;
  readonly match: Matcher;
  readonly action: ActionName;
  readonly params: JsonObject;
  /** How often it still fires; undefined for always. */
  left: number | undefined;
  /** The chance of each match, under the seed. */
  readonly p: number;
  /** Calls that fitted, counted for `call`. */
  seen: number;
  fired: number;
  readonly seenRequestIds: Set<string>;
}

/** What a matcher can look at. */
export interface MatchContext {
  readonly realm: string | undefined;
  readonly method: string;
  readonly entity: string | undefined;
  readonly operation: string;
  readonly address: string;
  readonly requestId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const operations = [
  'create',
  'update',
  'delete',
  'void',
  'read',
  'query',
  'cdc',
  'batch',
  'send',
  'pdf',
  'token',
  'unknown',
];

const matcherFields = [
  'realm',
  'method',
  'entity',
  'operation',
  'path',
  'requestid',
  'call',
  'header',
  'body',
  'firstAttempt',
];

/** A rule as the admin face takes it: `{match?, action: {type, …}, times?, p?}`. Throws AdminError. */
export function readRule(sim: Sim, body: Json): FaultRule {
  if (!isObject(body))
    throw new AdminError('A rule is an object like {"match":{…},"action":{"type":"resetBefore"}}');
  const unknown = Object.keys(body).find((name) => !['match', 'action', 'times', 'p'].includes(name));
  if (unknown !== undefined) throw new AdminError(`A rule has no ${unknown}`, unknown);
  const action = typeof body['action'] === 'string' ? { type: body['action'] } : body['action'];
  if (!isObject(action) || typeof action['type'] !== 'string' || !isActionName(action['type'])) {
    throw new AdminError(`action.type must be one of ${Object.keys(actionTable).join(', ')}`, 'action.type');
  }
  const { type, ...params } = action;
  checkParams(action['type'], params);
  const times = body['times'] === undefined ? (params['n'] ?? params['burst']) : body['times'];
  return {
    id: sim.random.hex(8),
    match: readMatcher(body['match']),
    action: type as ActionName, // Checked above; the rest pattern forgets it.
    params,
    left: times === null ? undefined : (readNumber(times, 'times', 1_000_000) ?? 1),
    p: readChance(body['p']),
    seen: 0,
    fired: 0,
    seenRequestIds: new Set(),
  };
}

/** A parameter that nobody knows would do nothing, silently. */
function checkParams(action: ActionName, params: JsonObject): void {
  const known = actionTable[action].params ?? {};
  for (const [name, value] of Object.entries(params)) {
    const param = Object.hasOwn(known, name) ? known[name] : undefined;
    const why =
      param === undefined
        ? `is unknown to ${action}, which knows ${Object.keys(known).join(', ') || 'none'}`
        : param.whyNot(value);
    if (why !== undefined) throw new AdminError(`action.${name} ${why}`, `action.${name}`);
  }
  for (const [name, { mustBeGiven }] of Object.entries(known)) {
    if (mustBeGiven && !Object.hasOwn(params, name))
      throw new AdminError(`action.${name} is missing`, `action.${name}`);
  }
}

function readNumber(value: Json | undefined, field: string, most: number): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = value instanceof NumberText ? Number(value.source) : Number.NaN;
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new AdminError(`${field} must be a whole number from 1 to ${most}`, field);
}

function readChance(value: Json | undefined): number {
  if (value === undefined || value === null) return 1;
  const number = value instanceof NumberText ? Number(value.source) : Number.NaN;
  if (number > 0 && number <= 1) return number;
  throw new AdminError('p must be a number above 0 and at most 1', 'p');
}

function readMatcher(value: Json | undefined): Matcher {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new AdminError('match must be an object', 'match');
  const unknown = Object.keys(value).find((name) => !matcherFields.includes(name));
  if (unknown !== undefined)
    throw new AdminError(`match knows ${matcherFields.join(', ')}; not ${unknown}`, `match.${unknown}`);
  const text = (name: string): Record<string, string> => {
    const given = value[name];
    if (given === undefined) return {};
    if (typeof given !== 'string') throw new AdminError(`match.${name} must be text`, `match.${name}`);
    return { [name]: given };
  };
  const path = text('path');
  checkPattern(path['path'], 'match.path');
  const call = readNumber(value['call'], 'match.call', 1_000_000);
  const header = value['header'] === undefined ? undefined : texts(value['header'], 'match.header');
  for (const [name, pattern] of Object.entries(header ?? {})) checkPattern(pattern, `match.header.${name}`);
  const { body, firstAttempt } = value;
  if (firstAttempt !== undefined && typeof firstAttempt !== 'boolean')
    throw new AdminError('match.firstAttempt must be true or false', 'match.firstAttempt');
  const operation = text('operation');
  const asked = operation['operation']?.toLowerCase();
  if (asked !== undefined && !operations.includes(asked))
    throw new AdminError(`match.operation must be one of ${operations.join(', ')}`, 'match.operation');
  if (typeof body === 'string') checkPattern(body, 'match.body');
  const bodyMatch =
    body === undefined ? undefined : typeof body === 'string' ? body : texts(body, 'match.body');
  const entity = text('entity');
  if (entity['entity'] !== undefined && !isKnownEntity(entity['entity'])) {
    throw new AdminError(
      `match.entity names no kind of object: ${entity['entity'].slice(0, 60)}`,
      'match.entity',
    );
  }
  return {
    ...text('realm'),
    ...text('method'),
    ...entity,
    ...operation,
    ...path,
    ...text('requestid'),
    ...(call !== undefined && { call }),
    ...(header !== undefined && { header }),
    ...(bodyMatch !== undefined && { body: bodyMatch }),
    ...(firstAttempt === true && { firstAttempt }),
  };
}

/** A kind of object, or one of the services that have none. */
function isKnownEntity(name: string): boolean {
  return findDefinition(name) !== undefined || ['query', 'cdc', 'batch'].includes(name.toLowerCase());
}

function texts(value: Json, field: string): Record<string, string> {
  if (!isObject(value)) throw new AdminError(`${field} must be an object of texts`, field);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const text = one instanceof NumberText ? one.source : one;
      if (typeof text !== 'string') throw new AdminError(`${field}.${name} must be text`, `${field}.${name}`);
      return [name, text];
    }),
  );
}

function checkPattern(pattern: string | undefined, field: string): void {
  if (pattern === undefined) return;
  try {
    new RegExp(pattern);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new AdminError(`${field} is no regular expression: ${error.message}`, field);
    throw error;
  }
}

/** The rules that wait for such a call. They are counted down where they strike: see apply.ts. */
export function fittingRules(sim: Sim, context: MatchContext): FaultRule[] {
  return sim.rules.filter((rule) => fires(sim, rule, context));
}

function fires(sim: Sim, rule: FaultRule, context: MatchContext): boolean {
  if (rule.left === 0 || !fits(rule.match, context) || !actionTable[rule.action].suits(context)) return false;
  if (rule.match.firstAttempt) {
    if (context.requestId === undefined || rule.seenRequestIds.has(context.requestId)) return false;
    rule.seenRequestIds.add(context.requestId);
  }
  rule.seen += 1;
  if (rule.match.call !== undefined && rule.seen !== rule.match.call) return false;
  return rule.p === 1 || sim.random.chance() < rule.p;
}

function fits(match: Matcher, context: MatchContext): boolean {
  const same = (wanted: string | undefined, is: string | undefined): boolean =>
    wanted === undefined || wanted.toLowerCase() === is?.toLowerCase();
  return (
    (match.realm === undefined || match.realm === context.realm) &&
    same(match.method, context.method) &&
    same(match.entity, context.entity) &&
    same(match.operation, context.operation) &&
    (match.path === undefined || new RegExp(match.path).test(context.address)) &&
    (match.requestid === undefined || match.requestid === context.requestId) &&
    Object.entries(match.header ?? {}).every(([name, pattern]) =>
      new RegExp(pattern).test(context.headers[name.toLowerCase()] ?? ''),
    ) &&
    bodyFits(match.body, context.body)
  );
}

function bodyFits(match: Matcher['body'], body: string): boolean {
  if (match === undefined) return true;
  if (typeof match === 'string') return new RegExp(match).test(body);
  try {
    const parsed: unknown = JSON.parse(body);
    return Object.entries(match).every(([path, wanted]) => String(at(parsed, path)) === wanted);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function at(value: unknown, path: string): unknown {
  let found = value;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}
