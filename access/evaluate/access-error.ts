/** A question that has no answer: a policy that is none, an action that AWS does not have, or an ARN of something else. */
export class AccessError extends Error {
  override readonly name = "AccessError";
}
