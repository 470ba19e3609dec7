import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  lstatSync,
  lutimesSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { hostLock, lockPlace } from "../../../../scripts/core/lock/host-lock";
import { isLocal } from "../../../../scripts/core/places/leftovers";
import { useTempDir } from "../../../helpers/temp-dir";

const WHAT = ["s3", "bucket", "etcd/etcd"];
const DESCRIBED = "s3://bucket/etcd/etcd";
const REPO = join(__dirname, "../../../..");

/** Takes the lock when it is told to, says whether it got it, and stays. */
const CODE = `
  const [directory, what] = process.argv.slice(1);
  const { hostLock } = require("./scripts/core/lock/host-lock.ts");
  console.log("ready");
  process.stdin.once("data", () => {
    try {
      console.log("held " + (hostLock(directory, JSON.parse(what), "it").remark ?? ""));
    } catch (error) {
      console.log(error.exit);
    }
    setInterval(() => {}, 1000);
  });`;

describe("a lock on the host", () => {
  const dir = useTempDir();
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      const ended = once(child, "exit");
      if (child.kill("SIGKILL")) await ended;
    }
  });
  const lock = () => hostLock(dir(), WHAT, DESCRIBED);
  const place = (): string => lockPlace(dir(), WHAT);

  const contender = async () => {
    const argv = [
      "--import",
      pathToFileURL(require.resolve("tsx")).href,
      "-e",
      CODE,
      dir(),
      JSON.stringify(WHAT),
    ];
    const child = spawn(process.execPath, argv, { cwd: REPO, stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async (): Promise<string> => (await lines.next()).value;
    expect(await next()).toBe("ready");
    return { child, take: () => void child.stdin.write("\n"), next };
  };

  it("keeps out others until it is released", () => {
    const first = lock();
    expect(first.remark).toBeUndefined();
    expect(lock).toThrow(
      `another run is at ${DESCRIBED} on this host (process ${process.pid}): nothing was done`,
    );
    expect(() => hostLock(dir(), ["another"], "another").release()).not.toThrow();
    first.release();
    lock().release();
    expect(readdirSync(dir())).toEqual([]);
  });

  it("is one run's of several that begin at once, also over the lock of one that was killed", async () => {
    const killed = await contender();
    killed.take();
    expect(await killed.next()).toBe("held ");
    const others = await Promise.all([contender(), contender(), contender()]);
    const ended = once(killed.child, "exit");
    killed.child.kill("SIGKILL");
    await ended;
    for (const each of others) each.take();
    const said = await Promise.all(others.map(({ next }) => next()));
    // Who takes the old lock away is not always who makes the new one.
    expect(said.map((words) => words.split(" ")[0]).sort()).toEqual(["held", "running", "running"]);
    expect(readdirSync(dir())).toHaveLength(1);
  });

  it("of another container or host holds while it gives signs of life", () => {
    const elsewhere = ".lock.sealstack-11111111-222222-1-1-33333333";
    symlinkSync(elsewhere, place());
    // Under another kernel it was of this host, and of another namespace it may be.
    const ownBoot = readlinkBoot();
    unlinkSync(place());
    symlinkSync(elsewhere.replace("11111111", ownBoot), place());
    expect(lock).toThrow(`on this host (see ${place()})`);
    const old = new Date(Date.now() - 3_700_000);
    lutimesSync(place(), old, old);
    const taken = lock();
    expect(taken.remark).toBe(`the last run of ${DESCRIBED} on this host was killed`);
    taken.release();
  });

  function readlinkBoot(): string {
    const other = hostLock(dir(), ["boot"], "boot");
    const [, boot = ""] = /sealstack-([0-9a-f]{8})-/.exec(readlinkSync(lockPlace(dir(), ["boot"]))) ?? [];
    other.release();
    return boot;
  }

  it("from before a reboot is nobody's", () => {
    symlinkSync(".lock.sealstack-11111111-222222-1-1-33333333", place());
    if (!isLocal(dir())) lutimesSync(place(), 0, 0); // another host could be at it
    lock().release();
    expect(readdirSync(dir())).toEqual([]);
  });

  it("is not taken from a run that took it over", () => {
    const first = lock();
    unlinkSync(place());
    const second = lock();
    first.release();
    expect(lstatSync(place()).isSymbolicLink()).toBe(true);
    second.release();
  });

  it.each<[string, () => void]>([
    ["something else has its name", () => writeFileSync(place(), "")],
    ["a link of somebody else's has its name", () => symlinkSync("elsewhere", place())],
    ["its directory is a file", () => writeFileSync(join(dir(), "file"), "")],
  ])("keeps nobody from work where it cannot be had: %s", (_, prepare) => {
    prepare();
    const directory = _.includes("directory") ? join(dir(), "file") : dir();
    const { remark, release } = hostLock(directory, WHAT, DESCRIBED);
    expect(remark).toMatch(/^whether another run is at s3:\/\/bucket\/etcd\/etcd cannot be told: /);
    release();
    chmodSync(dir(), 0o700);
  });
});
