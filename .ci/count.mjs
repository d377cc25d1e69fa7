import { existsSync, readFileSync } from 'node:fs';

// Prints "<passed> <failed>" for a run of tests, given its JSON report and exit status.
const [file, status] = process.argv.slice(2);
const report = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0 };
// A file that cannot be loaded, or a server that does not start, fails the run without failing a test.
const failed = report.numFailedTests === 0 && status !== '0' ? 1 : report.numFailedTests;
console.log(`${report.numPassedTests} ${failed}`);
