import { Fault } from '../core/fault.ts';
import { isObject, type Json, type JsonObject, NumberText } from '../core/json.ts';
import type { SimRequest } from '../core/reply.ts';
import { findDefinition } from '../entities/definitions.ts';
import type { Operation, Realm } from '../entities/model.ts';
import { knobsOf } from '../entities/realm.ts';
import { runQuery } from './query/run.ts';
import { type Answered, type Asked, findAnswer, keepAnswer } from './request-ids.ts';
import { demandOperation, faultContent, readBody, write } from './steps.ts';

/** A batch: up to thirty commands and queries, each for itself. */

const mostItems = 30;
const longestRequestId = 50;

interface Item {
  readonly bId: string;
  readonly body: JsonObject;
}

/** Returns JSON text like `"BatchItemResponse":[…]`. */
export function runBatch(realm: Realm, body: Json, requestId: string | undefined): string {
  const items = readItems(realm, body);
  const { random } = realm.world;
  const isRandom = knobsOf(realm).batchOrder === 'random';
  const answers = (isRandom ? random.shuffled(items) : items).map((item) => {
    const content = runItem(realm, item, requestId);
    return `{${content},"bId":${JSON.stringify(item.bId)}}`;
  });
  return `"BatchItemResponse":[${(isRandom ? random.shuffled(answers) : answers).join(',')}]`;
}

/** Whether a batch asks for data as well. One that is no batch at all does not. */
export function asksInBatch(request: SimRequest): boolean {
  if (!request.body.includes('"Query"')) return false;
  const body = readBody(request);
  const items = isObject(body) ? body['BatchItemRequest'] : undefined;
  return Array.isArray(items) && items.some((item) => isObject(item) && item['Query'] !== undefined);
}

function readItems(realm: Realm, body: Json): Item[] {
  const list = isObject(body) ? body['BatchItemRequest'] : undefined;
  if (!Array.isArray(list) || list.length === 0) {
    throw new Fault(
      '2020',
      'Required parameter BatchItemRequest is missing in the request',
      'BatchItemRequest',
    );
  }
  if (list.length > mostItems)
    throw new Fault(
      '1040',
      `A batch may have ${mostItems} items; this has ${list.length}`,
      'BatchItemRequest',
    );
  const items = list.map((item) => {
    const bId = isObject(item) ? item['bId'] : undefined;
    const text = bId instanceof NumberText ? bId.source : bId;
    if (!isObject(item) || typeof text !== 'string' || text === '') {
      throw new Fault('2020', 'Required parameter bId is missing in an item of the batch', 'bId');
    }
    return { bId: text, body: item };
  });
  const isRepeated = new Set(items.map(({ bId }) => bId)).size < items.length;
  if (isRepeated && knobsOf(realm).duplicateBatchIds === 'refused') {
    throw new Fault('2010', 'Two items of the batch have the same bId', 'bId');
  }
  return items;
}

function runItem(realm: Realm, item: Item, requestId: string | undefined): string {
  const query = item.body['Query'];
  if (query !== undefined) {
    return attempt(() => {
      if (typeof query !== 'string') throw new Fault('4000', 'Query must be text', 'Query');
      return runQuery(realm, query);
    }).body;
  }
  if (requestId === undefined) return attempt(() => runCommand(realm, item)).body;
  const key = requestId + item.bId;
  if (key.length > longestRequestId) {
    return faultContent(
      new Fault(
        '6000',
        `requestid and bId together are ${key.length} characters long; ${longestRequestId} are allowed`,
        'requestid',
      ),
    );
  }
  const asked: Asked = { key, scope: 'item', route: 'batch', body: JSON.stringify(item.body) };
  let known: Answered | undefined;
  const looked = attempt(() => {
    known = findAnswer(realm, asked);
    return '';
  });
  if (looked.status >= 400) return looked.body;
  if (known !== undefined) return known.body;
  const done = attempt(() => runCommand(realm, item));
  keepAnswer(realm, asked, done);
  return done.body;
}

function attempt(work: () => string): Answered {
  try {
    return { status: 200, body: work() };
  } catch (error) {
    if (error instanceof Fault) return { status: error.kind.http, body: faultContent(error) };
    throw error;
  }
}

const operations: ReadonlyMap<string, Operation> = new Map([
  ['create', 'create'],
  ['update', 'update'],
  ['delete', 'delete'],
]);

function runCommand(realm: Realm, { body }: Item): string {
  const asked = typeof body['operation'] === 'string' ? body['operation'].toLowerCase() : '';
  const options = typeof body['optionsData'] === 'string' ? body['optionsData'].toLowerCase() : '';
  const [name, content] = Object.entries(body).find(([key]) => findDefinition(key) !== undefined) ?? [];
  if (name === undefined) throw new Fault('2020', 'The item names no entity', 'bId');
  const given = operations.get(asked);
  if (given === undefined)
    throw new Fault(
      '500',
      `Operation ${asked.slice(0, 30) || 'none'} is not supported in a batch`,
      'operation',
    );
  const operation = options === 'void' && given === 'update' ? 'void' : given;
  const definition = demandOperation(findDefinition(name), operation, name);
  return write(realm, definition, operation, content, new Set(options.split(',').filter(Boolean)));
}
