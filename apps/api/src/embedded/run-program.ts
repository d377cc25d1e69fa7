import { ConfigError } from '../config.ts';
import { Refusal } from './refusal.ts';

const neededMajor = 26;

/** Runs an entry file to its end: what a person can act on is printed as a sentence, a defect with its stack. */
export async function runProgram(main: () => Promise<void>): Promise<void> {
  try {
    if (Number.parseInt(process.versions.node, 10) < neededMajor) {
      throw new Refusal(
        `This is Node ${process.versions.node}; PACE CRM runs on Node ${neededMajor}, which comes with its dependencies:\n` +
          'start it with `npm start`, and other files of it with `npx node <file>`.',
      );
    }
    await main();
    process.exit(0);
  } catch (error) {
    const isForPeople = error instanceof Refusal || error instanceof ConfigError;
    if (!isAbort(error)) console.error(isForPeople ? error.message : error);
    process.exit(isAbort(error) ? 0 : 1);
  }
}

/** A stop that was asked for while the program was still starting. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
