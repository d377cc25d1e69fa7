import { writeInstant } from '../core/clock.ts';
import { type Fault, htmlFault, lowerFault, upperFault, xmlFault } from '../core/fault.ts';
import type { Knobs } from '../core/knobs.ts';
import type { Reply, SimRequest } from '../core/reply.ts';
import type { Realm } from '../entities/model.ts';
import { infoOf, realmNowMs } from '../entities/realm.ts';

/** How answers and faults are written. */

export interface Server {
  readonly nowMs: number;
  readonly zone: string;
}

export function serverOf(realm: Realm): Server {
  return { nowMs: realmNowMs(realm), zone: infoOf(realm).zone };
}

/** `content` is JSON text like `"Invoice":{…}`: one object, its time beside it. */
export function answer(server: Server, content: string, status = 200): Reply {
  const time = writeInstant(server.zone, server.nowMs, true);
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: `{${content},"time":"${time}"}`,
  };
}

export function faultReply(server: Server, fault: Fault, request: SimRequest, knobs: Knobs): Reply {
  const { http } = fault.kind;
  const time = writeInstant(server.zone, server.nowMs, true);
  const format = formatOf(fault, request, knobs);
  const headers = http === 429 && knobs.retryAfter ? { 'retry-after': String(knobs.throttleShutS) } : {};
  if (format === 'html') {
    return {
      status: http,
      headers: { ...headers, 'content-type': 'text/html' },
      body: htmlFault(http, fault.kind.message),
    };
  }
  if (format === 'xml') {
    return {
      status: http,
      headers: { ...headers, 'content-type': 'application/xml;charset=UTF-8' },
      body: xmlFault(fault, time),
    };
  }
  const isLower = fault.shape === undefined ? fault.kind.isGateway === true : fault.shape === 'lower';
  return {
    status: http,
    headers: { ...headers, 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(isLower ? lowerFault(fault, server.nowMs) : { ...upperFault(fault), time }),
  };
}

function formatOf(fault: Fault, { headers }: SimRequest, { gatewayFormat }: Knobs): 'json' | 'xml' | 'html' {
  const { http, isGateway } = fault.kind;
  const accepts = headers['accept'] ?? '';
  const wantsXml = accepts.includes('xml') && !accepts.includes('json');
  const isFromGateway = isGateway === true || http >= 500;
  // A shape that was asked for is JSON by its nature.
  if (!isFromGateway || fault.shape !== undefined) return wantsXml ? 'xml' : 'json';
  if (gatewayFormat !== 'default') return gatewayFormat;
  if (http === 429) return 'xml';
  if (http >= 502) return 'html';
  return wantsXml ? 'xml' : 'json';
}
