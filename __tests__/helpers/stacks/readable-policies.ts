/** For `JSON.stringify` of a stack: policies as objects, so that a change of one shows as such in a review. Those of outputs are objects already. */
export function readablePolicies(key: string, value: unknown): unknown {
  const isPolicy = key === "policy" || key === "assume_role_policy";
  return isPolicy && typeof value === "string" ? JSON.parse(value) : value;
}
