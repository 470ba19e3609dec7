/** An S3 server with versions and object lock that is faster and stricter than the emulator; the bench's go.mod pins it. */
import { join } from "node:path";
import { goProgram } from "./go-program";
import { REPO_ROOT } from "./paths";

/**
 * Path of the program; built when it is missing (some minutes).
 * @throws OperatorError (`tool`) when there is no Go, or modules cannot be downloaded
 */
export const versitygw = (notify: (line: string) => void): Promise<string> =>
  goProgram(
    {
      name: "versitygw",
      sources: join(REPO_ROOT, "bench/backup/peers"),
      packagePath: "github.com/versity/versitygw/cmd/versitygw",
    },
    notify,
  );
