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
    const skipped = results.numPendingTests + results.numTodoTests;
    // A file that cannot be loaded has no tests to fail.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    lines.push(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
    process.stdout.write(`\n${lines.join("\n")}\n`);
  }
}

module.exports = CountReporter;
