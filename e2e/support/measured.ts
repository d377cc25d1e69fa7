import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Prints what tests have measured. A reporter has to be the default export of its file. */
export default class Measured implements Reporter {
  #lines: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const { type, description } of result.annotations) {
      if (type === 'measured') this.#lines.push(`${test.title}: ${description}`);
    }
  }

  onEnd(_result: FullResult): void {
    if (this.#lines.length > 0)
      console.log(`\nMeasured:\n${this.#lines.map((line) => `  ${line}`).join('\n')}`);
  }
}
