/** What happens in the simulator, as it happens. */

/**
 * @typedef {{ no: number, at: string, realm?: string, app?: string, class: string, entity?: string, operation: string,
 *   method: string, path: string, query: string, requestId?: string, status: number, delivery?: string,
 *   faultCode?: string, rules: string[], isReplay: boolean, flags: string[], durationMs: number, tid: string }} Call
 * @typedef {{ id: string, no: number, clientId: string, createdMs: number, attempts: number, nextMs: number,
 *   state: string, lastOutcome?: string, events: number, bytes: number }} Delivery
 * @typedef {{ now: string, mode: string }} Clock
 * @typedef {{ call: Call, webhook: Delivery, clock: Clock, missed: { calls: number }, state: boolean }} Events
 */

/** @type {Map<string, Set<(data: any) => void>>} */
const listeners = new Map();

/**
 * @template {keyof Events} T
 * @param {T} name
 * @param {(data: Events[T]) => void} listener
 * @returns {() => void} stops listening
 */
export function on(name, listener) {
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set);
  set.add(listener);
  return () => set.delete(listener);
}

/**
 * @template {keyof Events} T
 * @param {T} name
 * @param {Events[T]} data
 */
function tell(name, data) {
  for (const listener of listeners.get(name) ?? []) listener(data);
}

export function connect() {
  const source = new EventSource('/page/live');
  for (const name of /** @type {const} */ (['call', 'webhook', 'clock', 'missed'])) {
    source.addEventListener(name, (event) => tell(name, JSON.parse(event.data)));
  }
  source.addEventListener('open', () => tell('state', true));
  // The browser tries again by itself.
  source.addEventListener('error', () => tell('state', false));
}

/**
 * Runs `work` once things have been quiet for a moment, and at the latest after two seconds of unrest.
 * @param {() => void} work
 */
export function settled(work) {
  let timer = 0;
  let since = 0;
  const trigger = () => {
    const now = Date.now();
    if (timer === 0) since = now;
    else clearTimeout(timer);
    timer = window.setTimeout(
      () => {
        timer = 0;
        work();
      },
      Math.min(250, Math.max(0, since + 2000 - now)),
    );
  };
  const stop = () => clearTimeout(timer);
  return { trigger, stop };
}
