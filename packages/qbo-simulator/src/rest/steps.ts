import { Fault, upperFault } from '../core/fault.ts';
import { type Json, type JsonObject, parseExact } from '../core/json.ts';
import type { SimRequest } from '../core/reply.ts';
import { demandObject, execute } from '../entities/execute.ts';
import type { Definition, Entity, Operation, Realm } from '../entities/model.ts';
import { infoOf } from '../entities/realm.ts';
import { entityJson } from '../entities/wire.ts';
import type { Call } from './call.ts';

/** What single calls and the items of a batch have in common. */

/** A body is looked at by several steps of a call; parsing it is a good part of the work. */
const parsed = new WeakMap<SimRequest, Json>();

export function readBody(request: SimRequest): Json {
  let body = parsed.get(request);
  if (body === undefined) {
    body = parseBody(request.body);
    parsed.set(request, body);
  }
  return body;
}

function parseBody(text: string): Json {
  try {
    return parseExact(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Fault('2010', 'The request body is no valid JSON');
  }
}

/** Throws for what a kind of object does not know: voiding an estimate, creating a tax code. */
export function demandOperation(
  definition: Definition | undefined,
  operation: Operation | 'send' | 'pdf',
  segment: string,
): Definition {
  if (definition !== undefined && (definition.operations as ReadonlySet<string>).has(operation))
    return definition;
  throw new Fault(
    '500',
    `Operation ${operation} is not supported for ${segment.slice(0, 60) || 'this address'}`,
  );
}

/** Does one write. Returns JSON text like `"Invoice":{…}`. */
export function write(
  realm: Realm,
  definition: Definition,
  operation: Operation,
  body: Json | undefined,
  includes: ReadonlySet<string>,
): string {
  const entity = execute(realm, {
    definition,
    operation,
    body: unwrapped(definition, demandObject(body)),
    includes,
  });
  return written(realm, definition, operation, entity);
}

/** `{"Invoice": {…}}` is taken for `{…}`: some clients send the envelope back that they were given. */
function unwrapped(definition: Definition, body: JsonObject): JsonObject {
  const inner = body[definition.name];
  return Object.keys(body).length === 1 && inner !== undefined ? demandObject(inner) : body;
}

export function written(realm: Realm, definition: Definition, operation: Operation, entity: Entity): string {
  if (operation === 'delete')
    return `"${definition.name}":{"status":"Deleted","domain":"QBO","Id":"${entity.id}"}`;
  return `"${definition.name}":${entityJson(definition, entity, infoOf(realm).zone)}`;
}

/** The fault as one item of a batch shows it. */
export function faultContent(fault: Fault): string {
  const { Fault: content } = upperFault(fault);
  return `"Fault":${JSON.stringify(content)}`;
}

export function contentTypeOf(call: Call): string {
  return (call.request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
