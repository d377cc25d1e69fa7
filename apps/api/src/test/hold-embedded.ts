import { openEmbedded } from '../embedded/embedded-database.ts';

// Holds the embedded database of the folder given until its input ends: a process of its own, to be killed by tests.
const [dataDir = ''] = process.argv.slice(2);
const database = await openEmbedded(dataDir);
console.log(database.url);
for await (const _ of process.stdin);
await database.close();
