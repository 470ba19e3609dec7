/**
 * `describe` for tests that need something the machine may lack. Where it is missing, the tests are registered as
 * skipped under a name that says what to install, and the end of the run repeats it.
 */
export function describeIf(available: boolean, missing: string, name: string, define: () => void): void {
  if (available) {
    describe(name, define);
    return;
  }
  describe.skip(`${name} [skipped: ${missing}]`, define);
}
