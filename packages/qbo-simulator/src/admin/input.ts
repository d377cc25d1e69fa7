import { readInstant } from '../core/clock.ts';
import { isObject, type Json, type JsonObject, NumberText, parseExact } from '../core/json.ts';
import type { SimRequest } from '../core/reply.ts';
import type { Realm } from '../entities/model.ts';
import type { Sim } from '../sim.ts';
import { AdminError } from './user-actions.ts';

/** Reading what the admin face is given: wrong input is named, and changes nothing. */

export function readObject({ body }: SimRequest): JsonObject {
  if (body.trim() === '') return {};
  try {
    const parsed = parseExact(body);
    if (isObject(parsed)) return parsed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AdminError('The body is no valid JSON');
  }
  throw new AdminError('The body must be a JSON object');
}

/** Throws for fields that the call does not know: a misspelt one would otherwise do nothing, silently. */
export function only(body: JsonObject, names: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new AdminError(`There is no ${unknown}; known are ${names.join(', ') || 'none'}`, unknown);
}

export function optionalText(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (value instanceof NumberText) return value.source;
  if (typeof value !== 'string') throw new AdminError(`${name} must be text`, name);
  return value;
}

export function demandText(body: JsonObject, name: string): string {
  const value = optionalText(body, name);
  if (value === undefined || value === '') throw new AdminError(`${name} is missing`, name);
  return value;
}

export function demandRealm(sim: Sim, id: string | undefined | null, field = 'realm'): Realm {
  // With one company there is no question which one is meant.
  const realm = id ? sim.realms.get(id) : sim.realms.size === 1 ? [...sim.realms.values()][0] : undefined;
  if (realm !== undefined) return realm;
  throw new AdminError(
    id ? `There is no company ${id}` : `${field} is missing: there are ${sim.realms.size} companies`,
    field,
  );
}

/** A duration: milliseconds, or text like 90s, 15m, 25h, 8d. */
export function readDuration(value: Json | undefined, field: string): number {
  const text = value instanceof NumberText ? value.source : value;
  const match = typeof text === 'string' ? /^(\d{1,12}(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) : null;
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match?.[2] ?? 'ms'];
  const ms = match === null || unit === undefined ? Number.NaN : Number(match[1]) * unit;
  if (ms >= 0 && ms <= 400 * 365 * 86_400_000) return Math.round(ms);
  throw new AdminError(`${field} must be milliseconds or text like 90s, 15m, 25h, 8d`, field);
}

export function readMoment(value: Json | undefined, field: string): number {
  const moment = typeof value === 'string' ? readInstant(value, 'UTC') : undefined;
  if (moment === undefined)
    throw new AdminError(`${field} must be an ISO instant like 2026-03-01T12:00:00Z`, field);
  return moment;
}

/** The plain JavaScript value, for settings that are no amounts. */
export function plainValue(value: Json | undefined): unknown {
  return value instanceof NumberText ? Number(value.source) : value;
}

export function limitOf(request: SimRequest, initial: number, most: number): number {
  const text = request.query.get('limit');
  if (text === null) return initial;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= most) return limit;
  throw new AdminError(`limit must be a whole number from 1 to ${most}`, 'limit');
}
