/** A real process of another user that exchanges what root works with, as fast as it can. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { writeArchive } from "../../../../scripts/core/archive/writing/write";
import { writeAtomically } from "../../../../scripts/core/files/atomic-file";
import { filesSource } from "../../../../scripts/core/sources/files";
import { OperatorError } from "../../../../scripts/errors";
import { describeIf } from "../../../helpers/describe-if";
import { NOBODY } from "../../../helpers/processes/as-nobody";
import { sealstack } from "../../../helpers/processes/cli";
import { INFO } from "../../../helpers/stores/archive";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const ROUNDS = 12;
const SECRET = "the victim's secret";

describeIf(process.geteuid?.() === 0, "needs root, whose rights are abused", "a race against root", () => {
  let racer: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (racer === undefined) return;
    const gone = once(racer, "exit");
    racer.kill("SIGKILL");
    await gone;
    racer = undefined;
  };
  afterEach(stop); // before the next one, which removes what it works on
  const temp = useTempDir();
  const at = (...path: readonly string[]): string => join(realpathSync(temp()), ...path);
  beforeEach(() => {
    for (const name of ["his", "his/sub", "victim", "source"]) mkdirSync(at(name));
    for (const name of ["his", "his/sub"]) chownSync(at(name), NOBODY, NOBODY);
    chmodSync(at(), 0o755);
    writeFileSync(at("victim/shadow"), SECRET, { mode: 0o600 });
    writeFileSync(at("his/sub/shadow"), "harmless");
    writeFileSync(at("source/file"), "restored");
  });
  const race = async (kind: "source" | "target"): Promise<void> => {
    const script = join(__dirname, "../../../helpers/processes/racer.py");
    racer = spawn("python3", [script, kind, at("his"), at("victim")], {
      ...{ uid: NOBODY, gid: NOBODY, stdio: ["ignore", "pipe", "inherit"] },
    });
    await once(racer.stdout as Readable, "data");
  };
  const victim = (): unknown[] =>
    [".", ...readdirSync(at("victim"))].map((name) => {
      const { mode, uid, gid, ctimeMs } = lstatSync(at("victim", name));
      return [name, mode, uid, gid, ctimeMs];
    });

  it("gets nothing of the victim's into a backup", async () => {
    await race("source");
    let made = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const archive = await filesSource(at("his"))
        .then(async (source) => {
          const bytes = await buffer(Readable.from(writeArchive(INFO, source.members)));
          await source.assertUnchanged();
          return bytes.toString("latin1");
        })
        .catch((error: unknown) => {
          expect(error).toBeInstanceOf(OperatorError);
          return "";
        });
      expect(archive).not.toContain(SECRET);
      if (archive !== "") made += 1;
    }
    expect(made).toBeLessThanOrEqual(ROUNDS);
  }, 120_000);

  it("writes nothing of a restore or a file to the victim's", async () => {
    const store = new MemoryStore();
    const run = (...argv: readonly string[]) => sealstack(argv, { env: {}, services: memoryServices(store) });
    expect(await run("backup", "--bucket", "b", "--name", "n", at("source"))).toMatchObject({ status: 0 });
    const before = victim();
    await race("target");
    for (let round = 0; round < ROUNDS; round += 1) {
      const target = at("his", `restored-${round}`);
      const { status } = await run("restore", "--bucket", "b", "latest", target);
      if (status === 0) expect(readFileSync(join(target, "file"), "utf8")).toBe("restored");
      else expect(status).toBe(4);
      const file = at("his", `file-${round}`);
      const written = writeAtomically(Readable.from([Buffer.from("bytes")]), file, {
        ...{ overwrite: round % 2 === 0, signal: new AbortController().signal },
      });
      await written.then(
        () => expect(readFileSync(file, "utf8")).toBe("bytes"),
        (error) => expect(error).toMatchObject({ exit: "target" }),
      );
      expect(victim()).toEqual(before);
    }
    await stop();
    for (const name of readdirSync(at("his"))) rmSync(at("his", name), { recursive: true, force: true });
  }, 120_000);
});
