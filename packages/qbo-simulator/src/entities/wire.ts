import { writeInstant } from '../core/clock.ts';
import { numberJson } from '../core/json.ts';
import type { Data, Fields, Value } from './fields.ts';
import type { Definition, Entity } from './model.ts';

/** Rows are never changed, only replaced, so what was written for one stays right for as long as the row exists. */
const written = new WeakMap<Entity, string>();

/** An object as JSON text, in the order of its table. */
export function entityJson(definition: Definition, entity: Entity, zone: string): string {
  let json = written.get(entity);
  if (json === undefined) {
    json = JSON.stringify(entityWire(definition, entity, zone));
    written.set(entity, json);
  }
  return json;
}

export function entityWire(definition: Definition, entity: Entity, zone: string): Record<string, unknown> {
  return {
    ...wire(definition.fields, entity.data),
    domain: 'QBO',
    sparse: false,
    Id: entity.id,
    SyncToken: String(entity.syncToken),
    MetaData: metaData(entity, zone),
  };
}

function metaData(entity: Entity, zone: string): object {
  return {
    CreateTime: writeInstant(zone, entity.createdMs),
    LastUpdatedTime: writeInstant(zone, entity.updatedMs),
  };
}

/** What change data capture says of something deleted. */
export function tombstoneWire(entity: Entity, zone: string): object {
  return {
    domain: 'QBO',
    status: 'Deleted',
    Id: entity.id,
    MetaData: { LastUpdatedTime: writeInstant(zone, entity.updatedMs) },
  };
}

function wire(fields: Fields, data: Data): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = data[name];
    if (value === undefined) continue;
    if (field.kind === 'decimal' || field.kind === 'whole') result[name] = numberJson(String(value));
    else if (field.kind === 'object')
      result[name] = wire(field.fields, value as Data); // By its table an object.
    else if (field.kind === 'list')
      result[name] = (value as Data[]).map((entry) => wire(field.fields, entry));
    else result[name] = value satisfies Value;
  }
  return result;
}
