import { appendFileSync, existsSync, readFileSync } from 'node:fs';

// Prints "<passed> <failed>" for a run of tests, given its JSON report and exit status, and adds every failed test
// with its reason to the file of failures, which is printed last, where the tail of a log still shows it.
const [name, file, status, failures] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const { passed, reasons } = report.stats === undefined ? unitTests(report) : browserTests(report);

// A file that cannot be loaded, or a server that does not start, fails the run without failing a test.
if (reasons.length === 0 && status !== '0') reasons.push(`ended with ${status} and named no test`);
if (reasons.length > 0) {
  appendFileSync(failures, reasons.map((reason) => `FAILED: ${name}: ${reason}\n`).join('\n'));
}
console.log(`${passed} ${reasons.length}`);

function unitTests({ numPassedTests = 0, testResults = [] }) {
  const failed = testResults.flatMap((suite) => {
    const tests = suite.assertionResults.filter((test) => test.status === 'failed');
    // A file that cannot be loaded has a message and no tests.
    if (tests.length === 0 && suite.status === 'failed') return [`${suite.name}\n${suite.message}`];
    return tests.map((test) => `${suite.name} > ${test.fullName}\n${test.failureMessages.join('\n')}`);
  });
  return { passed: numPassedTests, reasons: failed };
}

function browserTests({ stats, suites, errors = [] }) {
  const failed = suites.flatMap(specsOf).filter((spec) => !spec.ok);
  return {
    passed: stats.expected + stats.flaky,
    reasons: [
      ...failed.map((spec) => {
        const told = spec.tests.flatMap((test) =>
          test.results.flatMap((result) => result.error?.message ?? []),
        );
        return `${spec.file} > ${spec.title}\n${told.join('\n')}`;
      }),
      ...errors.map((error) => error.message),
    ],
  };
}

function specsOf(suite) {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}
