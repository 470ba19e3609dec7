/**
 * A service answered something that it never answers. It is no failure of the request: a wrong endpoint, a proxy that rewrites, or an
 * attacker may stand behind it, so that nothing of the reply is used, and nothing of it stands in the message.
 */
export class BadReplyError extends Error {
  /** By which the tables of failures know it. */
  override readonly name = "BadReplyError";
}
