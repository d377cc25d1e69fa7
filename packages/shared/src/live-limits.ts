/** What a client that keeps its screens current may ask for; without Zod, because every page loads it. */

/** How many records of a list it can ask for by their ids at once. */
export const maxListIds = 50;
