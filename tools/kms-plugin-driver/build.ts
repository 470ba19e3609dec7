/** The driver as a program: built from the sources beside this file once, and kept under ~/.cache/sealstack. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../lock";
import { CACHE_DIR } from "../paths";
import { ensureVenv } from "../python-venv";
import { mustRun, run } from "../run";
import { findTool } from "../system-packages";

/** What the program depends on, besides the modules that go.sum pins. */
const SOURCES = /\.go$|^go\.(mod|sum)$/;

/** Modules come from the proxy only, and the toolchain is the one at hand. No C compiler is needed. */
const GO_ENVIRONMENT = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOTOOLCHAIN: "local", GOWORK: "off" };

/**
 * Path of the program; builds it where its sources are new: some minutes on two cores the first time, as k8s.io/apiserver comes with much.
 *
 * @throws OperatorError (`tool`) when there is neither Go nor PyPI, or modules cannot be downloaded
 */
export async function buildDriver(notify: (line: string) => void): Promise<string> {
  const dir = join(CACHE_DIR, `kms-plugin-driver-${hashOf(__dirname)}`);
  const program = join(dir, "kms-plugin-driver");
  if (existsSync(program)) return program;
  await withLock(`${dir}.lock`, async () => {
    if (existsSync(program)) return;
    const go = await findGo(notify);
    notify("building the KMS plugin's driver");
    mkdirSync(dir, { recursive: true });
    // Without optimisation, which takes a fifth of the time and makes a test no faster.
    const unfinished = `${program}.new`;
    await mustRun(go, ["build", "-trimpath", "-gcflags=all=-N -l", "-ldflags=-s -w", "-o", unfinished, "."], {
      cwd: __dirname,
      env: { ...process.env, ...GO_ENVIRONMENT },
      hint: "check that the Go module proxy can be reached, then try again",
    });
    renameSync(unfinished, program);
  });
  return program;
}

/** Go on the PATH if it is not older than go.mod asks for, else the toolchain that PyPI carries. */
async function findGo(notify: (line: string) => void): Promise<string> {
  const onPath = findTool("go");
  if (onPath !== undefined) {
    // Fails where go.mod asks for a later version than this one.
    const { status } = await run(onPath, ["list", "-m"], {
      cwd: __dirname,
      env: { ...process.env, ...GO_ENVIRONMENT },
    });
    if (status === 0) return onPath;
  }
  const venv = await ensureVenv("go", join(__dirname, "requirements.txt"), notify);
  return venv.bin("go");
}

function hashOf(folder: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder).filter((name) => SOURCES.test(name));
  for (const name of files.sort()) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 12);
}
