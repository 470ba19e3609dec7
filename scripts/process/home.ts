/** A home for who has none. */
import { homedir } from "node:os";

/**
 * Node.js throws where HOME is not set and the system does not know the user, as in containers and empty roots; and the AWS SDK asks it for
 * `~/.aws`. There it becomes `/`, as container engines have it.
 */
export function ensureHome(env: NodeJS.ProcessEnv): void {
  try {
    homedir();
  } catch {
    env.HOME = "/";
  }
}
