import { Fault } from '../core/fault.ts';
import type { CallClass } from '../core/journal.ts';
import { isObject } from '../core/json.ts';
import type { SimRequest } from '../core/reply.ts';
import { findDefinition } from '../entities/definitions.ts';
import type { Definition, Operation } from '../entities/model.ts';
import { readBody } from './steps.ts';

/** What a REST request asks for, read off its address alone. */

export type CallOperation = Operation | 'read' | 'query' | 'cdc' | 'batch' | 'send' | 'pdf' | 'unknown';

export interface Call {
  readonly realmId: string;
  readonly class: CallClass;
  readonly operation: CallOperation;
  readonly definition: Definition | undefined;
  /** The entity or service as it stands in the path. */
  readonly segment: string;
  readonly id: string | undefined;
  readonly requestId: string | undefined;
  readonly includes: ReadonlySet<string>;
  readonly request: SimRequest;
}

export const companyPath = '/v3/company/';

/** Undefined when the address is none of the REST face. */
export function readCall(request: SimRequest): Call | undefined {
  if (!request.path.startsWith(companyPath)) return undefined;
  const [realmId = '', segment = '', id, action] = request.path
    .slice(companyPath.length)
    .split('/')
    .map(decode)
    .filter((part, index) => part !== '' || index === 0);
  const definition = findDefinition(segment);
  const operation = operationOf(request, segment.toLowerCase(), definition, id, action?.toLowerCase());
  return {
    realmId,
    class: classOf(operation),
    operation,
    definition,
    segment,
    id,
    requestId: request.query.get('requestid') || undefined,
    includes: new Set((request.query.get('include') ?? '').toLowerCase().split(',').filter(Boolean)),
    request,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part; // Not a path of ours: it will name no entity.
    throw error;
  }
}

function classOf(operation: CallOperation): CallClass {
  if (operation === 'batch') return 'Batch';
  return ['read', 'query', 'cdc', 'pdf'].includes(operation) ? 'CorePlus' : 'Core';
}

function operationOf(
  request: SimRequest,
  segment: string,
  definition: Definition | undefined,
  id: string | undefined,
  action: string | undefined,
): CallOperation {
  const { method, query } = request;
  if (method === 'GET') {
    if (segment === 'query') return 'query';
    if (segment === 'cdc') return 'cdc';
    if (definition === undefined || (id === undefined && definition.group !== 'settings')) return 'unknown';
    if (action === 'pdf') return 'pdf';
    return action === undefined ? 'read' : 'unknown';
  }
  if (method !== 'POST') return 'unknown';
  if (segment === 'query') return 'query';
  if (segment === 'batch') return 'batch';
  if (definition === undefined) return 'unknown';
  if (id !== undefined) return action === 'send' ? 'send' : 'unknown';
  return writeOperation(query, request);
}

/** Voiding has two ways of being asked for; an update is known by its parameter or by the Id in the body. */
function writeOperation(query: URLSearchParams, request: SimRequest): CallOperation {
  const asked = (query.get('operation') ?? '').toLowerCase();
  const includesVoid = (query.get('include') ?? '').toLowerCase().split(',').includes('void');
  if (asked === 'void' || ((asked === '' || asked === 'update') && includesVoid)) return 'void';
  if (asked === 'delete' || asked === 'update') return asked;
  if (asked !== '' && asked !== 'create') return 'unknown';
  return asked === '' && hasOwnId(request) ? 'update' : 'create';
}

/** What is no JSON has none; it is refused later, where bodies are read. */
function hasOwnId(request: SimRequest): boolean {
  try {
    const body = readBody(request);
    return isObject(body) && body['Id'] !== undefined && body['Id'] !== null && body['Id'] !== '';
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
