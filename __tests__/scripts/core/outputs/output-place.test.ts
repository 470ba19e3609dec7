import { execFileSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { atomicFile } from "../../../../scripts/core/files/atomic-file";
import { outputPlace } from "../../../../scripts/core/outputs/output-place";
import { pour } from "../../../../scripts/core/outputs/pour";
import { describeIf } from "../../../helpers/describe-if";
import { NOBODY } from "../../../helpers/processes/as-nobody";
import { useTempDir } from "../../../helpers/temp-dir";

describe("where --out goes", () => {
  const dir = useTempDir();
  const at = (...names: readonly string[]): string => join(dir(), ...names);
  const opened: number[] = [];
  const open = (name: string, flags: string): number => {
    const fd = openSync(at(name), flags);
    opened.push(fd);
    return fd;
  };
  afterEach(() => {
    for (const fd of opened.splice(0)) closeSync(fd);
  });

  it("is stdout, however it is spelled", () => {
    symlinkSync("/dev/stdout", at("link"));
    symlinkSync("link", at("link-to-link"));
    for (const name of [
      "-",
      "/dev/stdout",
      "/dev/fd/1",
      "/proc/self/fd/1",
      "/proc/thread-self/fd/1",
      `/proc/${process.pid}/fd/1`,
      `/proc/self/task/${process.pid}/fd/1`,
      "//dev/../dev//stdout",
      at("link"),
      at("link-to-link"),
    ])
      expect([name, outputPlace(name).kind]).toEqual([name, "stdout"]);
  });

  it("is not what was put in its place meanwhile", async () => {
    writeFileSync(at("victim"), "the victim's");
    execFileSync("mkfifo", [at("fifo")]);
    const place = outputPlace(at("fifo"));
    if (place.kind !== "stream") throw new Error(place.kind);
    rmSync(at("fifo"));
    symlinkSync(at("victim"), at("fifo"));
    await expect(place.open(new AbortController().signal)).rejects.toMatchObject({
      exit: "target",
      message: expect.stringContaining("was exchanged"),
    });
    expect(readFileSync(at("victim"), "utf8")).toBe("the victim's");
  });

  it.each(["w", "a", "r+", "wx+"])(
    "is an open descriptor, with what stands before (flag %s)",
    async (flags) => {
      if (flags !== "wx+") writeFileSync(at("file"), "before ");
      const fd = open("file", flags);
      for (const name of [`/dev/fd/${fd}`, `/proc/self/fd/${fd}`]) {
        const place = outputPlace(name);
        if (place.kind !== "stream") throw new Error(place.kind);
        await pour(Readable.from([Buffer.from("some "), Buffer.from("bytes ")]), place, SURROUNDINGS);
      }
      const twice = "some bytes some bytes ";
      expect(readFileSync(at("file"), "utf8")).toBe(flags === "a" ? `before ${twice}` : twice);
    },
  );

  it("is a FIFO that waits for its reader, or for the end of the command", async () => {
    execFileSync("mkfifo", [at("fifo")]);
    const place = outputPlace(at("fifo"));
    if (place.kind !== "stream") throw new Error(place.kind);
    const stop = new AbortController();
    const waiting = place.open(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow("aborted");
  });

  const refused = async (name: string, problem: string): Promise<void> => {
    const error = {
      exit: "target",
      message: expect.stringContaining(problem),
      hint: expect.not.stringContaining("--force"),
    };
    let thrown: unknown;
    try {
      outputPlace(name);
    } catch (given) {
      thrown = given;
    }
    expect(thrown).toMatchObject(error);
  };

  it("is no socket and no directory", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at("socket"), resolve));
    mkdirSync(at("folder"));
    symlinkSync("folder", at("link"));
    await refused(at("socket"), "is a socket");
    await refused(at("folder"), "is a directory");
    await refused(at("link"), "is a directory");
    await refused(".", "is a directory");
    // Nor do those who do not ask first put a file in its place.
    for (const name of ["socket", "folder", "link"])
      await expect(atomicFile(at(name), { overwrite: true })).rejects.toMatchObject({ exit: "target" });
    await new Promise((resolve) => server.close(resolve));
  });

  it("is no descriptor that is open for reading, closed, or one of Node.js's own", async () => {
    writeFileSync(at("file"), "");
    const problem = "no descriptor that is open for writing";
    await refused(`/dev/fd/${open("file", "r")}`, problem);
    await refused("/dev/fd/999999", problem);
    // Its pipes, of which it has both ends, and what is no file at all.
    const own = readdirSync("/proc/self/fd")
      .map(Number)
      .filter((fd) => fd > 2 && !opened.includes(fd))
      .map((fd) => `/dev/fd/${fd}`);
    const kinds = own.map((name) => {
      try {
        return outputPlace(name).kind;
      } catch {
        return "refused";
      }
    });
    expect(kinds.filter((kind) => kind === "refused").length).toBeGreaterThan(3);
  });

  describeIf(process.geteuid?.() === 0, "only root can make devices", "as root", () => {
    it("is no disk", async () => {
      execFileSync("mknod", [at("disk"), "b", "7", "200"]);
      symlinkSync("disk", at("link"));
      await refused(at("disk"), "is a device");
      await refused(at("link"), "is a device");
      for (const name of ["disk", "link"])
        await expect(atomicFile(at(name), { overwrite: true })).rejects.toMatchObject({ exit: "target" });
    });

    it("is no FIFO of somebody else, and no link of his to one: he would get the plaintext", async () => {
      execFileSync("mkfifo", [at("fifo"), at("theirs")]);
      chownSync(at("theirs"), NOBODY, NOBODY);
      mkdirSync(at("folder"));
      symlinkSync("../fifo", at("folder", "link"));
      execFileSync("chown", ["-h", String(NOBODY), at("folder", "link")]);
      for (const name of [at("theirs"), at("folder", "link")]) await refused(name, "of somebody else");
    });
  });

  it("is a file otherwise", () => {
    writeFileSync(at("file"), "");
    symlinkSync("file", at("link"));
    symlinkSync("nowhere", at("dangling"));
    for (const name of ["file", "link", "dangling", "new", "no/where"])
      expect([name, outputPlace(at(name)).kind]).toEqual([name, "file"]);
  });
});

const SURROUNDINGS = { stdout: new PassThrough(), signal: new AbortController().signal };
