import { type Json, NumberText } from '../core/json.ts';
import { definitions, findDefinition } from '../entities/definitions.ts';
import { execute } from '../entities/execute.ts';
import type { Realm } from '../entities/model.ts';
import { changeEntity } from '../entities/put.ts';
import type { MatchContext } from './rules.ts';
import { type Strike, textOf } from './strike.ts';

/** What somebody else does to the books a moment before a call is checked. */

/** Saves the object as it is: its token moves on. */
export function touch({ realm, params, context }: Strike): void {
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
export function takeName({ realm, params, context }: Strike): void {
  const body = parsedBody(context);
  const name = textOf(params, 'name') ?? body['DisplayName'] ?? body['Name'];
  if (typeof name !== 'string') return;
  const by = textOf(params, 'by') ?? (context.entity === 'Item' ? 'Item' : 'Vendor');
  const type = by === 'Item' || by === 'Customer' ? by : 'Vendor';
  const made = execute(realm, {
    definition: definitions[type],
    operation: 'create',
    body: type === 'Item' ? { Name: name, Type: 'Category' } : { DisplayName: name },
    includes: new Set(),
  });
  // Switched off as in the old days, when the name stayed as it was: that is what stands in the way.
  if (params['inactive'] === true) changeEntity(realm, type, made, { ...made.data, Active: false });
}

/** Another invoice gets the number that the call is about to ask for. */
export function takeNumber({ realm, params, context }: Strike): void {
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
