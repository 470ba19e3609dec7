import { spawn } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { listen } from "../../../../scripts/kms-plugin/server/socket";
import { groupId } from "../../../../scripts/kms-plugin/server/socket-group";
import { around } from "../../../helpers/stores/between-calls";
import { useTempDir } from "../../../helpers/temp-dir";

const OPTIONS = { mode: 0o600, gid: undefined };

describe("socket", () => {
  const folder = useTempDir();
  const path = () => join(folder(), "s.sock");
  const closers: (() => void)[] = [];
  const open = async (options = {}) => {
    const listening = await listen(
      { ...OPTIONS, path: path(), ...options },
      (socket) => void socket.end("hello"),
    );
    closers.push(() => listening.close());
    return listening;
  };
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  const greeting = () =>
    new Promise<string>((resolve, reject) =>
      connect(path())
        .on("data", (data) => resolve(data.toString()))
        .on("error", reject),
    );

  it.each([
    ["600", 0o600],
    ["660", 0o660],
    ["666", 0o666],
  ] as const)("has mode %s, whatever the umask", async (_, mode) => {
    const before = process.umask(0o077);
    try {
      await open({ mode });
    } finally {
      process.umask(before);
    }
    expect(lstatSync(path()).mode & 0o777).toBe(mode);
    expect(process.umask()).toBe(before);
    expect(await greeting()).toBe("hello");
  });

  it("belongs to the group that was asked for", async () => {
    const gid = process.getgroups?.().at(-1) ?? 0;
    await open({ gid });
    expect(lstatSync(path()).gid).toBe(gid);
    expect(await groupId("root")).toBe(0);
    expect(await groupId("4711")).toBe(4_711);
    await expect(groupId("no-such-group")).rejects.toMatchObject({ exit: "usage" });
  });

  it("gives its permissions to nothing that was put in its place", async () => {
    const victim = join(folder(), "victim");
    writeFileSync(victim, "", { mode: 0o600 });
    const ran = around("before", "openSync", /\/s\.sock$/, () => {
      rmSync(path());
      symlinkSync(victim, path());
    });
    await expect(open({ mode: 0o666, gid: 0 })).rejects.toMatchObject({
      exit: "target",
      message: expect.stringMatching(/was exchanged|ELOOP/),
    });
    jest.restoreAllMocks();
    expect([ran(), lstatSync(victim).mode & 0o777]).toEqual([true, 0o600]);
  });

  it("takes the place of one whose process was killed", async () => {
    const script = `require("net").createServer().listen(${JSON.stringify(path())}, () => console.log("up"))`;
    const child = spawn(process.execPath, ["-e", script]);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await expect(open()).rejects.toMatchObject({ exit: "conflict" });
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    expect(existsSync(path())).toBe(true);
    await open();
    expect(await greeting()).toBe("hello");
  });

  it("fails where another process listens, and leaves it alone", async () => {
    const other = createServer((socket) => socket.on("error", () => {}).end("other"));
    await new Promise<void>((resolve) => other.listen(path(), resolve));
    closers.push(() => other.close());
    await expect(open()).rejects.toMatchObject({ exit: "conflict" });
    expect(await greeting()).toBe("other");
  });

  it.each<[string, () => void]>([
    ["a file", () => writeFileSync(path(), "precious")],
    ["a directory", () => mkdirSync(path())],
    ["a symbolic link", () => symlinkSync("/tmp", path())],
  ])("fails on %s, and leaves it alone", async (_what, make) => {
    make();
    await expect(open()).rejects.toMatchObject({
      exit: "target",
      message: expect.stringContaining("no socket"),
    });
    expect(existsSync(path())).toBe(true);
  });

  it("fails on a path of more than 107 bytes, and takes one of 107", async () => {
    const longest = join(folder(), "x".repeat(107 - Buffer.byteLength(folder()) - 1));
    await expect(open({ path: `${longest}x` })).rejects.toMatchObject({
      exit: "usage",
      message: expect.stringContaining("107"),
    });
    await open({ path: longest });
  });

  it("fails without its directory, and says how to make it", async () => {
    await expect(open({ path: join(folder(), "no", "s.sock") })).rejects.toMatchObject({
      exit: "target",
      hint: expect.stringContaining("install -d"),
    });
  });

  it("knows that it was deleted or replaced, and does not remove what took its place", async () => {
    const listening = await open();
    expect(listening.reachable()).toBe(true);
    rmSync(path());
    expect(listening.reachable()).toBe(false);
    const other = createServer((socket) => socket.on("error", () => {}).end("other"));
    await new Promise<void>((resolve) => other.listen(path(), resolve));
    closers.push(() => other.close());
    expect(listening.reachable()).toBe(false);
    listening.close();
    await new Promise(setImmediate); // closing a socket takes its name away at once
    expect(await greeting()).toBe("other");
  });
});
