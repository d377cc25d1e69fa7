import { checkDownload } from './api.ts';
import { count } from './format.ts';
import { dropWork, putWork } from './long-work.ts';
import { describeAway } from './problem.ts';
import { announce } from './undo.tsx';

interface FileOf {
  userId: string;
  /** What the file is named after: `orders`. */
  topic: string;
  /** One of its rows: `order`. */
  noun: string;
}

/**
 * The file of a whole filter. A million rows are hundreds of megabytes: they go from the server to the disk without
 * passing through the page, which leaves them to the browser and its list of downloads. The page first asks for the file
 * itself and lets go of it after its first bytes. By then the session, the rights and the filter were looked at; an
 * ended session is renewed as everywhere, and a refusal is told here instead of being saved as a file.
 */
export function exportFilter(file: FileOf, address: string, rows: number | undefined): Promise<void> {
  const many = rows === undefined ? '' : ` with ${count(rows, file.noun)}`;
  return prepare(file, `Preparing ${fileName(file)}${many}`, async () => {
    await checkDownload(address);
    download(fileName(file), address);
    return `Your browser is saving ${fileName(file)}${many}: its list of downloads shows how far it is`;
  });
}

/** The same file of chosen records, which are no more than somebody has scrolled past. */
export function exportChosen(
  file: FileOf,
  ids: string[],
  fetchFile: (ids: string[]) => Promise<Blob>,
): Promise<void> {
  const chosen = `${fileName(file)} with ${count(ids.length, `chosen ${file.noun}`)}`;
  return prepare(file, `Preparing ${chosen}`, async () => {
    const url = URL.createObjectURL(await fetchFile(ids));
    download(fileName(file), url);
    URL.revokeObjectURL(url);
    return `Your browser has ${chosen}`;
  });
}

async function prepare(file: FileOf, text: string, make: () => Promise<string>): Promise<void> {
  const work = { id: crypto.randomUUID(), userId: file.userId, topic: fileName(file) };
  async function run(): Promise<void> {
    putWork({ ...work, state: 'running', text });
    try {
      const done = await make();
      dropWork(work.id);
      announce(done);
    } catch (error) {
      putWork({
        ...work,
        state: 'halted',
        text: `${fileName(file)} was not saved. ${describeAway(error)}`,
        actions: [{ label: 'Try again', run: () => void run() }],
      });
    }
  }
  await run();
}

const fileName = ({ topic }: FileOf) => `${topic}.csv`;

function download(name: string, address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
