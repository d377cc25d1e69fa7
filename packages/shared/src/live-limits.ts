/** What a client that keeps its screens current may ask for; without Zod, because every page loads it. */

/** How long ago it may have begun to read: older than that, and everything is read again anyway. */
export const maxSinceMs = 3_600_000;

/** How many records of a list it can ask for by their ids at once. */
export const maxListIds = 50;
