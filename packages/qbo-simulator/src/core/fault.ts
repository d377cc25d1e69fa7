/**
 * Every error the REST face answers with. One table: the code, the HTTP status, the fault type and the words.
 * What a client acts on are status and code; the words are ours, in the manner of the real ones.
 */

export interface FaultKind {
  readonly http: number;
  readonly type: string;
  readonly message: string;
  /** Answered by the gateway in front of the service: lower-case JSON, XML or HTML. */
  readonly isGateway?: boolean;
}

const validation = (message: string, http = 400): FaultKind => ({ http, type: 'ValidationFault', message });

export const faultTable = {
  '100': { http: 401, type: 'AuthenticationFault', message: 'General Authentication Error', isGateway: true },
  '120': { http: 401, type: 'AuthenticationFault', message: 'Authorization Failure', isGateway: true },
  '500': validation('Unsupported Operation'),
  '600': validation('Duplicate Request Id'),
  '610': validation('Object Not Found'),
  '620': validation('Transaction Cannot Be Linked'),
  '630': validation('Duplicate Object'),
  '800': validation('Object Has Dependencies'),
  '1040': validation('Batch Too Large'),
  '1050': validation('Unsupported Content Type'),
  '2010': validation('Request Has Invalid or Unsupported Property'),
  '2020': validation('Required Param Missing'),
  '2050': validation('String Too Long'),
  '2080': validation('Invalid Number or Date'),
  '2170': validation('Invalid Enumeration'),
  '2500': validation('Invalid Reference Id'),
  '3001': { http: 429, type: 'SERVICE', message: 'ThrottleExceeded', isGateway: true },
  '3100': { http: 403, type: 'SERVICE', message: 'ApplicationAuthorizationFailed', isGateway: true },
  '3200': { http: 401, type: 'AUTHENTICATION', message: 'ApplicationAuthenticationFailed', isGateway: true },
  '4000': validation('Error Parsing Query'),
  '4001': validation('Invalid Query'),
  '5010': validation('Stale Object Error'),
  '5020': validation('Permission Denied: Feature Is Off'),
  '5030': { http: 403, type: 'AuthorizationFault', message: 'Permission Denied' },
  '6000': validation('A Business Validation Error Has Occurred'),
  '6002': { http: 504, type: 'SystemFault', message: 'Gateway Timeout' },
  '6070': validation('Amount Is Not Equal to UnitPrice * Qty'),
  '6080': validation('Name Is Missing'),
  '6090': validation('Invalid Discount Line'),
  '6100': validation('Invalid Tax Code'),
  '6140': validation('Duplicate Document Number Error'),
  '6190': validation('Invalid Company Status'),
  '6210': validation('Account Period Closed'),
  '6240': validation('Duplicate Name Exists Error'),
  '6540': validation('Deposited Transaction Cannot Be Changed'),
  '10000': { http: 500, type: 'SystemFault', message: 'System Failure' },
} as const satisfies Record<string, FaultKind>;

export type FaultCode = keyof typeof faultTable;

/** An answer of the service that refuses. Thrown wherever a rule is broken; the pipeline alone catches it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: string;
  readonly detail: string | undefined;
  readonly element: string | undefined;
  readonly kind: FaultKind;
  /** Written in the other case than its kind is by default, when a fault rule asks for that. */
  readonly shape: 'upper' | 'lower' | undefined;

  constructor(
    code: FaultCode,
    detail: string,
    element?: string,
    overrides: { code?: string; kind?: FaultKind; shape?: 'upper' | 'lower'; withoutDetail?: boolean } = {},
  ) {
    super(`${code}: ${detail}`);
    this.code = overrides.code ?? code;
    this.detail = overrides.withoutDetail ? undefined : detail;
    this.element = element;
    this.kind = overrides.kind ?? faultTable[code];
    this.shape = overrides.shape;
  }
}

export interface FaultBody {
  Fault: { Error: { Message: string; Detail?: string; code: string; element?: string }[]; type: string };
}

/** The shape of the service itself: upper case. */
export function upperFault(fault: Fault): FaultBody {
  return {
    Fault: {
      Error: [
        {
          Message: fault.kind.message,
          ...(fault.detail !== undefined && { Detail: fault.detail }),
          code: fault.code,
          ...(fault.element !== undefined && { element: fault.element }),
        },
      ],
      type: fault.kind.type,
    },
  };
}

/** The shape of the gateway: lower case, the time as a number. */
export function lowerFault(fault: Fault, nowMs: number): object {
  return {
    warnings: null,
    intuitObject: null,
    fault: {
      error: [
        {
          message: `message=${fault.kind.message}; errorCode=${fault.code.padStart(6, '0')}; statusCode=${fault.kind.http}`,
          detail: fault.detail ?? null,
          code: fault.code,
          element: fault.element ?? null,
        },
      ],
      type: fault.kind.type,
    },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: nowMs,
    status: null,
    cdcresponse: [],
  };
}

export function xmlFault(fault: Fault, time: string): string {
  const detail = fault.detail === undefined ? '' : `<Detail>${escapeXml(fault.detail)}</Detail>`;
  const element = fault.element === undefined ? '' : ` element="${escapeXml(fault.element)}"`;
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
    `<IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="${time}">` +
    `<Fault type="${escapeXml(fault.kind.type)}"><Error code="${escapeXml(fault.code)}"${element}>` +
    `<Message>${escapeXml(fault.kind.message)}</Message>${detail}</Error></Fault></IntuitResponse>`
  );
}

export function htmlFault(http: number, message: string): string {
  return (
    `<html><head><title>${http} ${escapeXml(message)}</title></head>` +
    `<body><center><h1>${http} ${escapeXml(message)}</h1></center><hr></body></html>`
  );
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
