/** Where the repository's own tools keep things. Nothing here is read by the published packages. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Root of the checkout, wherever the command was started from. */
export const REPO_ROOT = resolve(__dirname, "..");

/** Downloads that are worth keeping between checkouts; may be deleted at any time. */
export const CACHE_DIR = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "sealstack");

/** Everything an emulator writes, and the state of what was applied to it. Ignored by git. */
export const EMULATOR_DIR = join(REPO_ROOT, ".sealstack", "emulator");
