const { existsSync, readFileSync, writeFileSync } = require("node:fs");

/** File with the counts of the runs before this one, where several count together. */
const FILE = process.env.SEALSTACK_TEST_COUNTS;
// A run that a test starts is none of them.
delete process.env.SEALSTACK_TEST_COUNTS;

/**
 * Ends a run with `N passed, N failed, N skipped` alone on a line, after naming every skipped test with what is
 * missing. Plain JavaScript: jest loads reporters without a transformer.
 */
class CountReporter {
  onRunComplete(_contexts, results) {
    const lines = [];
    for (const file of results.testResults) {
      for (const { status, fullName } of file.testResults) {
        // Tests left out by `-t` are pending too, but have no reason: nobody needs to hear of them.
        if (status === "pending" && fullName.includes("[skipped: ")) lines.push(`SKIPPED ${fullName}`);
      }
    }
    const { passed, failed, skipped } = withThoseBefore({
      passed: results.numPassedTests,
      // A file that cannot be loaded has no tests to fail.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    });
    lines.push(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.stdout.write(`\n${lines.join("\n")}\n`);
  }
}

function withThoseBefore(counts) {
  if (FILE === undefined) return counts;
  const before = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
  const sum = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, n + (before[name] ?? 0)]));
  writeFileSync(FILE, JSON.stringify(sum));
  return sum;
}

module.exports = CountReporter;
