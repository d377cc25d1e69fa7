/** The one place that speaks to the simulator: its admin face. */

/** An answer that refuses. `field` names the input it is about. */
export class ApiError extends Error {
  /**
   * @param {string} message
   * @param {string | undefined} field
   */
  constructor(message, field) {
    super(message);
    this.name = 'ApiError';
    this.field = field;
  }
}

/**
 * @param {string} method
 * @param {string} path below /__sim
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/__sim${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ApiError('The simulator does not answer. Start it again, then repeat this.', undefined);
  }
  if (response.status === 204) return undefined;
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw refusal(answer, response.status);
}

/**
 * @param {any} answer
 * @param {number} status
 */
function refusal(answer, status) {
  const fault = answer.Fault?.Error?.[0];
  if (fault !== undefined)
    return new ApiError(`${fault.Detail ?? fault.Message} (QuickBooks fault ${fault.code})`, fault.element);
  return new ApiError(
    answer.error ?? `The simulator answered ${status}; its console says why.`,
    answer.field,
  );
}

/**
 * @param {string} path
 * @param {Record<string, string | number | undefined>} [query]
 */
export function get(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return call('GET', text === '' ? path : `${path}?${text}`);
}

/**
 * @param {string} path
 * @param {object} [body]
 */
export function post(path, body = {}) {
  return call('POST', path, body);
}

/** @param {string} path */
export function remove(path) {
  return call('DELETE', path);
}

/**
 * What a bookkeeper does in QuickBooks itself.
 * @param {string} company
 * @param {string} action
 * @param {object} params
 */
export function act(company, action, params) {
  return post(`/user/${action}`, { realm: company, ...params });
}

/**
 * A row of a list. Decimals are texts.
 * @typedef {{ id: string, state: string, data: Record<string, any> }} Row
 * @typedef {{ entity: string, total: number, after: number, limit: number, counts: Record<string, number>,
 *   sums: { currency: string, total: string, balance: string }[], rows: Row[] }} Page
 */

/**
 * @param {string} company
 * @param {string} entity
 * @param {Record<string, string | number | undefined>} query
 * @returns {Promise<Page>}
 */
export function list(company, entity, query) {
  return get(`/list/${company}/${entity}`, query);
}
