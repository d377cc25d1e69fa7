type Run = (ids: ReadonlySet<string>) => Promise<unknown>;

interface Lane {
  everyMs: number;
  run: Run;
  ids: Set<string>;
  isWanted: boolean;
  isRunning: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  startedAt: number;
}

export interface Pacer {
  /** Has work done soon: with the ids of all that is asked for until then, and the `run` that was given last. */
  ask(name: string, everyMs: number, run: Run, id?: string): void;
  close(): void;
}

/**
 * Does work by name: gathered for a moment, begun once per its interval at most, and never twice at the same time. What
 * is asked for while it runs is one more run.
 */
export function openPacer(gatherMs: number): Pacer {
  const lanes = new Map<string, Lane>();
  let isClosed = false;

  function plan(name: string, lane: Lane) {
    if (isClosed || !lane.isWanted || lane.isRunning || lane.timer !== undefined) return;
    const dueInMs = lane.startedAt + lane.everyMs - performance.now();
    lane.timer = setTimeout(() => void start(name, lane), Math.max(gatherMs, dueInMs));
  }

  async function start(name: string, lane: Lane) {
    const { ids, run } = lane;
    lane.timer = undefined;
    lane.ids = new Set();
    lane.isWanted = false;
    lane.isRunning = true;
    lane.startedAt = performance.now();
    // How a request ended is on its query, where the screen shows it.
    await run(ids).catch(() => undefined);
    lane.isRunning = false;
    // There are as many names as records; only an interval that is not over has to be remembered.
    if (!lane.isWanted && lane.everyMs <= gatherMs) lanes.delete(name);
    else plan(name, lane);
  }

  return {
    ask(name, everyMs, run, id) {
      const lane = lanes.get(name) ?? newLane();
      lanes.set(name, lane);
      Object.assign(lane, { everyMs, run, isWanted: true });
      if (id !== undefined) lane.ids.add(id);
      plan(name, lane);
    },
    close() {
      isClosed = true;
      for (const lane of lanes.values()) clearTimeout(lane.timer);
    },
  };
}

function newLane(): Lane {
  return {
    everyMs: 0,
    run: async () => undefined,
    ids: new Set(),
    isWanted: false,
    isRunning: false,
    timer: undefined,
    startedAt: Number.NEGATIVE_INFINITY,
  };
}
