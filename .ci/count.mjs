import { appendFileSync, existsSync, readFileSync } from 'node:fs';

// Prints "<passed> <failed>" for a run of tests, given its JSON report and exit status, and adds every failed test
// with its reason to the file of failures, which is printed last, where the tail of a log still shows it.
const [name, file, status, failures] = process.argv.slice(2);
const report = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0, testResults: [] };

const reasons = report.testResults.flatMap((suite) => [
  // A file that cannot be loaded has a message and no tests.
  ...(suite.status === 'failed' && suite.message ? [`${suite.name}\n${suite.message}`] : []),
  ...suite.assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => `${suite.name} > ${test.fullName}\n${test.failureMessages.join('\n')}`),
]);
// A file that cannot be loaded, or a server that does not start, fails the run without failing a test.
const failed = report.numFailedTests === 0 && status !== '0' ? 1 : report.numFailedTests;
if (failed > 0) {
  const told = reasons.length > 0 ? reasons : [`ended with ${status} and named no test`];
  appendFileSync(failures, told.map((reason) => `FAILED: ${name}: ${reason}\n`).join('\n'));
}
console.log(`${report.numPassedTests} ${failed}`);
