/**
 * Whether what a service shows is what was asked for. A service adds defaults of its own, so only members that were
 * asked for are compared; lists must have the same length, and their items the same order.
 */
export function contains(actual: unknown, expected: unknown): boolean {
  if (expected === undefined) return true;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => contains(actual[index], item))
    );
  }
  if (typeof expected === "object" && expected !== null) {
    return (
      typeof actual === "object" &&
      actual !== null &&
      Object.entries(expected).every(([key, item]) => contains(Reflect.get(actual, key), item))
    );
  }
  return actual === expected;
}
