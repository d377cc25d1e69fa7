import { type Json, NumberText } from '../core/json.ts';
import { definitions, findDefinition } from '../entities/definitions.ts';
import { execute } from '../entities/execute.ts';
import type { Realm } from '../entities/model.ts';
import { changeEntity } from '../entities/put.ts';
import type { MatchContext } from './rules.ts';
import { type Strike, textOf } from './strike.ts';

/** What somebody else does to the books a moment before a call is checked. */

/** One thing that a call asks for: the call itself, or an item of its batch. */
interface Wish {
  readonly entity: string | undefined;
  readonly body: Record<string, unknown>;
}

function wishes({ entity, body }: MatchContext): Wish[] {
  const whole = parsedBody(body);
  const items = whole['BatchItemRequest'];
  if (!Array.isArray(items)) return [{ entity, body: whole }];
  return items.flatMap((item: unknown) =>
    Object.entries(asRecord(item))
      .filter(([name]) => findDefinition(name) !== undefined)
      .map(([name, content]) => ({ entity: name, body: asRecord(content) })),
  );
}

function parsedBody(body: string): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Saves the object as it is: its token moves on. False where the call changes no object that is there. */
export function touch({ realm, params, context }: Strike): boolean {
  const touched = wishes(context).map(({ entity, body }) => {
    const type = findDefinition(textOf(params, 'entity') ?? entity ?? '')?.name;
    const id = textOf(params, 'id') ?? (typeof body['Id'] === 'string' ? body['Id'] : undefined);
    const found = type === undefined || id === undefined ? undefined : realm.entities[type].get(id);
    if (type === undefined || found === undefined || found.isDeleted) return false;
    execute(realm, {
      definition: definitions[type],
      operation: 'update',
      body: { Id: found.id, SyncToken: String(found.syncToken), sparse: true },
      includes: new Set(['allowduplicatedocnum']),
    });
    return true;
  });
  return touched.includes(true);
}

/** A vendor, or an inactive customer, gets the name that the call is about to ask for. */
export function takeName({ realm, params, context }: Strike): boolean {
  const taken = wishes(context).map(({ entity, body }) => {
    const name = textOf(params, 'name') ?? body['DisplayName'] ?? body['Name'];
    if (typeof name !== 'string') return false;
    const by = textOf(params, 'by') ?? (entity === 'Item' ? 'Item' : 'Vendor');
    const type = by === 'Item' || by === 'Customer' ? by : 'Vendor';
    const made = execute(realm, {
      definition: definitions[type],
      operation: 'create',
      body: type === 'Item' ? { Name: name, Type: 'Category' } : { DisplayName: name },
      includes: new Set(),
    });
    // Switched off as in the old days, when the name stayed as it was: that is what stands in the way.
    if (params['inactive'] === true) changeEntity(realm, type, made, { ...made.data, Active: false });
    return true;
  });
  return taken.includes(true);
}

/** Another document gets the number that the call is about to ask for. */
export function takeNumber({ realm, params, context }: Strike): boolean {
  const customer = [...realm.entities.Customer.values()].find(
    ({ isDeleted, data }) => !isDeleted && data['Active'] !== false,
  );
  const taken = wishes(context).map(({ entity, body }) => {
    const number = textOf(params, 'number') ?? body['DocNumber'];
    const type = findDefinition(entity ?? 'Invoice')?.name ?? 'Invoice';
    if (typeof number !== 'string' || customer === undefined) return false;
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
    return true;
  });
  return taken.includes(true);
}

/** Where every line needs a tax code, the first of the company will do. */
function taxable(realm: Realm): Json {
  const code = [...realm.entities.TaxCode.values()][0];
  return code === undefined ? {} : { TaxCodeRef: { value: code.id } };
}
