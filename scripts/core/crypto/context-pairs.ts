/** `--context name=value` pairs. Pure. */
import { OperatorError } from "../../errors";
import type { EncryptionContext } from "../ports";

/**
 * Prefixes of context keys that are not the user's. Sources: `aws-crypto-`, Encryption SDK, "Encryption context";
 * `sealstack:`, modules/backup-contract.ts.
 */
const RESERVED_PREFIXES = ["aws-crypto-", "sealstack:"];

/** @throws OperatorError `usage` when a pair is not `name=value`, a name comes twice, or is reserved. */
export function parseContext(pairs: readonly string[]): EncryptionContext {
  const context: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at < 1 || value === "") throw usage("--context needs name=value", "neither part may be empty");
    if (name in context) throw usage(`--context gives '${name}' twice`, "give each name once");
    context[name] = value;
  }
  return context;
}

/** The same, for new messages: reserved names are refused. */
export function parseNewContext(pairs: readonly string[]): EncryptionContext {
  const context = parseContext(pairs);
  const reserved = Object.keys(context).find((name) =>
    RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
  if (reserved !== undefined) {
    throw usage(
      `the context key '${reserved}' is reserved`,
      `use a name that starts with none of: ${RESERVED_PREFIXES.join(", ")}`,
    );
  }
  return context;
}

const usage = (message: string, hint: string): OperatorError => new OperatorError("usage", message, { hint });
