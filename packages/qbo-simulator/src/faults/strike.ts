import type { Fault } from '../core/fault.ts';
import { type JsonObject, NumberText } from '../core/json.ts';
import type { Knobs } from '../core/knobs.ts';
import type { Reply } from '../core/reply.ts';
import type { Realm } from '../entities/model.ts';
import type { CdcFault } from '../rest/cdc.ts';
import type { Sim } from '../sim.ts';
import type { Param } from './params.ts';
import type { MatchContext } from './rules.ts';

/** What an action of the table is made of, and how its parameters are read. */

export type Params = JsonObject;
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
  /** Somebody else works on the books just before the call is checked; false where there was nothing to do. */
  readonly books?: (strike: Strike) => unknown;
  /** Knobs for this call alone. */
  readonly knobs?: (params: Params) => Partial<Knobs>;
  readonly cdc?: CdcFault;
  /** What becomes of an answer after everything is done. */
  readonly after?: (reply: Reply, params: Params) => Reply;
}

export const anyRest = ({ operation }: MatchContext): boolean =>
  !['token', 'authorize', 'revoke', 'userinfo', 'discovery', 'jwks'].includes(operation);
export const anyCall = (): boolean => true;
export const reads = ({ operation, body }: MatchContext): boolean =>
  ['read', 'query', 'cdc', 'pdf'].includes(operation) || (operation === 'batch' && /"Query"\s*:/.test(body));
export const captures = ({ operation }: MatchContext): boolean => operation === 'cdc';
export const writes = ({ operation }: MatchContext): boolean =>
  ['create', 'update', 'delete', 'void', 'batch', 'send'].includes(operation);
export const refreshes = ({ operation, body }: MatchContext): boolean =>
  operation === 'token' && body.includes('grant_type=refresh_token');

export function numberOf(params: Params, name: string, initial: number): number {
  const value = params[name];
  return value instanceof NumberText ? Number(value.source) : initial;
}

export function textOf(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value instanceof NumberText) return value.source;
  return typeof value === 'string' ? value : undefined;
}
