/** Where what a host remembers of its runs is kept. */
import { join } from "node:path";
import { geteuid } from "node:process";
import { OperatorError } from "../errors";
import type { Settings } from "./config";

/** Where root's programs keep what outlasts a reboot. Source: Filesystem Hierarchy Standard 3.0, 5.8. */
const ROOT_STATE = "/var/lib";

/** @throws OperatorError `usage` where there is no such place. */
export function stateDirectory({
  stateDirectory: given,
  stateHome: home,
}: Pick<Settings, "stateDirectory" | "stateHome">): string {
  if (given !== undefined) return given;
  if (geteuid?.() === 0) return join(ROOT_STATE, "sealstack");
  if (home !== undefined) return join(home, "sealstack");
  throw new OperatorError("usage", "there is no place to remember the last backup in: HOME is not set", {
    hint: "give --state-dir",
  });
}
