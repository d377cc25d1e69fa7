/** A list that was asked for once and is kept up by the live stream from then on. */

/**
 * What the stream tells while an answer is on its way is newer than that answer: the two connections are not in step,
 * so the answer must not push it out again.
 * @template T
 * @param {(row: T) => string | number} keyOf
 */
export function keptList(keyOf) {
  /** @type {Map<string | number, T>} */
  let rows = new Map();
  /** @type {Map<string | number, T> | undefined} told since the newest question was asked */
  let told;
  return {
    rows: () => [...rows.values()],
    /** @param {T} row */
    tell: (row) => {
      rows.set(keyOf(row), row);
      told?.set(keyOf(row), row);
    },
    /**
     * Only the newest question's answer counts: of an older one, asked under another filter, nothing is kept.
     * @param {Promise<T[]>} answer
     */
    load: async (answer) => {
      /** @type {Map<string | number, T>} */
      const meanwhile = new Map();
      told = meanwhile;
      try {
        const listed = await answer;
        if (told !== meanwhile) return;
        rows = new Map([...listed.map((row) => /** @type {const} */ ([keyOf(row), row])), ...meanwhile]);
      } finally {
        if (told === meanwhile) told = undefined;
      }
    },
    /** @param {(rows: T[]) => T[]} choose */
    keep: (choose) => {
      rows = new Map(choose([...rows.values()]).map((row) => [keyOf(row), row]));
    },
  };
}
