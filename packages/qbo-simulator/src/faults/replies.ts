import { Fault, type FaultCode, faultTable, htmlFault, upperFault, xmlFault } from '../core/fault.ts';
import { jsonReply, type Reply } from '../core/reply.ts';
import { numberOf, type Params, textOf } from './strike.ts';

/** The answers that faults give in place of the right one. */

export const cut = (delivery: NonNullable<Reply['delivery']>, delayMs = 0): Reply => ({
  status: 0,
  headers: {},
  body: '',
  delivery,
  delayMs,
});

/** A client that sets no deadline of its own would wait for ever: after ten minutes the connection is cut. */
export const longestHangMs = 600_000;

export const statusBodies = {
  json: (status: number) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      Fault: {
        Error: [{ Message: 'System Failure', Detail: `status ${status}`, code: '10000' }],
        type: 'SystemFault',
      },
    }),
  }),
  xml: (status: number) => ({
    headers: { 'content-type': 'application/xml' },
    body: xmlFault(new Fault('10000', `status ${status}`), '2026-01-01T00:00:00.000-08:00'),
  }),
  html: (status: number) => ({
    headers: { 'content-type': 'text/html' },
    body: htmlFault(status, 'Service Unavailable'),
  }),
  empty: () => ({ headers: {}, body: '' }),
};

export function statusReply(params: Params): Reply {
  const status = numberOf(params, 'status', 503);
  const form = textOf(params, 'body') ?? 'html';
  return { status, ...statusBodies[form as keyof typeof statusBodies](status) }; // One of them: see its params.
}

/** Any fault at all. */
export function anyFault(params: Params): Fault {
  const code = textOf(params, 'code') ?? '10000';
  // Some gateways write their codes with zeros in front.
  const plainCode = code.replace(/^0+(?=\d)/, '');
  const base = Object.hasOwn(faultTable, plainCode) ? (plainCode as FaultCode) : '10000';
  const kind = faultTable[base];
  const shape = textOf(params, 'shape');
  return new Fault(
    base,
    textOf(params, 'detail') ?? 'A fault rule asked for this',
    textOf(params, 'element'),
    {
      code,
      kind: {
        http: numberOf(params, 'http', kind.http),
        type: textOf(params, 'faultType') ?? kind.type,
        message: textOf(params, 'message') ?? kind.message,
      },
      withoutDetail: params['missingDetail'] === true,
      shape: shape === 'lower' ? 'lower' : 'upper',
    },
  );
}

/** What the gateway says of a call that it has given up on; the service may well have done it. */
export function tooLate(): Reply {
  return jsonReply(504, upperFault(new Fault('6002', 'The request took longer than 120 seconds')));
}
