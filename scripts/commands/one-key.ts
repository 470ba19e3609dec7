import { OperatorError } from "../errors";
import { notGiven, type Settings } from "../settings/config";

/** The only key of the settings. @throws OperatorError `usage` when there is none, or more. */
export function oneKey(settings: Settings): string {
  const [key, second] = settings.openKeys;
  if (key === undefined) throw notGiven("key", settings, "give --key ARN (or an alias), or --outputs FILE");
  if (second === undefined) return key;
  throw new OperatorError("usage", `one key is needed, got ${settings.openKeys.length}`, {
    hint: "give --key once",
  });
}
