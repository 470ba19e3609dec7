import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DisableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { passphraseCipher } from "../../scripts/core/crypto/passphrase/passphrase-cipher";
import { EXIT } from "../../scripts/errors";
import { services } from "../../scripts/services";
import { testClients } from "../helpers/emulator";
import { eventually } from "../helpers/eventually";
import { createAlias, createKey } from "../helpers/kms/test-key";
import { type RunOptions, sealstack, sealstackProcess } from "../helpers/processes/cli";
import { useTempDir } from "../helpers/temp-dir";

const SECRET = "attack at dawn, plaintext that must not leak";
const CONTEXT = ["--context", "tier=prod"];

let key = "";
let alias = "";
beforeAll(async () => {
  key = await createKey();
  alias = await createAlias(key);
});

async function encrypted(plaintext: Buffer | string, ...flags: string[]): Promise<Buffer> {
  const ran = await sealstack(["encrypt", "--key", key, ...CONTEXT, ...flags], {
    stdin: Buffer.from(plaintext),
  });
  expect(ran).toMatchObject({ status: 0 });
  return ran.stdout;
}

describe("encrypt and decrypt", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);

  it.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3_500_000])(
    "round-trips %d bytes through files",
    async (size) => {
      const plaintext = randomBytes(size);
      writeFileSync(path("in"), plaintext);
      const sealed = await sealstack([
        "encrypt",
        "--key",
        alias,
        ...CONTEXT,
        "--in",
        path("in"),
        "--out",
        path("sealed"),
      ]);
      const opened = await sealstack([
        "decrypt",
        "--key",
        alias,
        ...CONTEXT,
        "--in",
        path("sealed"),
        "--out",
        path("out"),
      ]);
      expect([sealed.status, opened.status]).toEqual([0, 0]);
      expect(readFileSync(path("out")).equals(plaintext)).toBe(true);
      expect(statSync(path("out")).mode & 0o777).toBe(0o600);
      expect(readdirSync(dir()).sort()).toEqual(["in", "out", "sealed"]);
    },
  );

  it("records the key's ARN for an alias, and says so as JSON", async () => {
    writeFileSync(path("in"), SECRET);
    const ran = await sealstack([
      "encrypt",
      "--json",
      "--key",
      alias,
      ...CONTEXT,
      "--in",
      path("in"),
      "--out",
      path("sealed"),
    ]);
    expect(JSON.parse(ran.stdout.toString())).toEqual({
      format: "aws-encryption-sdk-v2",
      keyArns: [key],
      contextKeys: ["tier"],
      out: path("sealed"),
    });
  });

  it("wraps the data key under a second key, either of which opens the message", async () => {
    const second = await createKey();
    const message = await encrypted(SECRET, "--key", second);
    for (const one of [key, second]) {
      const opened = await sealstack(["decrypt", "--key", one, ...CONTEXT], { stdin: message });
      expect(opened.stdout.toString()).toBe(SECRET);
    }
  });

  it("spools what is too long for memory before stdout sees a byte", async () => {
    const plaintext = Buffer.alloc(70 * 1024 * 1024, "spool");
    const opened = await sealstack(["decrypt", "--key", key, ...CONTEXT], {
      stdin: await encrypted(plaintext),
    });
    expect(opened.stdout.equals(plaintext)).toBe(true);
  });

  it("replaces a file only with --force, and never follows a link", async () => {
    writeFileSync(path("in"), SECRET);
    writeFileSync(path("precious"), "precious");
    symlinkSync(path("precious"), path("link"));
    const argv = ["encrypt", "--key", key, ...CONTEXT, "--in", path("in"), "--out", path("link")];
    expect(await sealstack(argv)).toMatchObject({ status: EXIT.target.status });
    expect(await sealstack([...argv, "--force"])).toMatchObject({ status: 0 });
    expect(readFileSync(path("precious"), "utf8")).toBe("precious");
  });
});

describe("bad input to decrypt", () => {
  const dir = useTempDir();
  const target = (): string => join(dir(), "out");

  /** Decrypts to a file and to stdout, and expects the same failure of both, with nothing left behind. */
  async function fails(
    name: keyof typeof EXIT,
    stderr: RegExp,
    message: Buffer,
    flags: readonly string[],
    options: RunOptions = {},
  ) {
    const run = { ...options, stdin: message };
    const toFile = await sealstack(["decrypt", ...flags, "--out", target()], run);
    const toPipe = await sealstack(["decrypt", ...flags], run);
    for (const ran of [toFile, toPipe]) {
      expect(ran.stderr).toMatch(stderr);
      expect(ran).toMatchObject({ status: EXIT[name].status, stdout: Buffer.alloc(0) });
      expect(ran.stderr).not.toContain(SECRET.slice(0, 10));
    }
    expect(existsSync(target())).toBe(false);
    expect(readdirSync(dir())).toEqual([]);
  }
  const good = (): string[] => ["--key", key, ...CONTEXT];

  it.each([1, 50, 200, -1, -17, -60])("fails on a message cut at byte %d", async (at) => {
    await fails("notAuthentic", /truncated/, (await encrypted(SECRET)).subarray(0, at), good());
  });

  it("fails on a message cut at a frame's edge, deep inside", async () => {
    const message = await encrypted(Buffer.alloc(5 * 1024 * 1024, SECRET));
    const finalFrame = 4 + 4 + 12 + 4 + 1024 * 1024 + 16;
    await fails("notAuthentic", /truncated/, message.subarray(0, message.length - finalFrame), good());
  });

  it.each([
    ["the message id", 10],
    ["the last frame's text", -30],
    ["the last tag", -1],
  ])("fails on one flipped bit in %s", async (_where, at) => {
    const message = Buffer.from(await encrypted(SECRET));
    const index = at < 0 ? message.length + at : at;
    message.writeUInt8(message.readUInt8(index) ^ 1, index);
    await fails("notAuthentic", /not authentic|damaged/, message, good());
  });

  it("fails on a flipped bit anywhere in the message", async () => {
    const message = await encrypted("short");
    const accepted: number[] = [];
    for (let index = 0; index < message.length; index += 7) {
      const changed = Buffer.from(message);
      changed.writeUInt8(changed.readUInt8(index) ^ (1 << (index % 8)), index);
      const ran = await sealstack(["decrypt", ...good()], { stdin: changed });
      if (ran.status === 0 || ran.stdout.length > 0 || ran.status === EXIT.bug.status) accepted.push(index);
    }
    expect(accepted).toEqual([]);
  });

  it("fails on bytes after the message", async () => {
    await fails(
      "notAuthentic",
      /other bytes follow/,
      Buffer.concat([await encrypted(SECRET), Buffer.from("x")]),
      good(),
    );
  });

  it("fails on empty input, and on what is no message", async () => {
    await fails("notAuthentic", /the input is empty/, Buffer.alloc(0), good());
    await fails("notAuthentic", /not a message/, Buffer.from("just text"), good());
    await fails("notAuthentic", /base64/, Buffer.from((await encrypted(SECRET)).toString("base64")), good());
  });

  it("fails with another key before KMS is asked", async () => {
    const other = await createKey();
    const nowhere = { env: { ...process.env, AWS_ENDPOINT_URL: "http://127.0.0.1:1" } };
    await fails(
      "key",
      new RegExp(`sealed with another key: ${key}`),
      await encrypted(SECRET),
      ["--key", other, ...CONTEXT],
      nowhere,
    );
  });

  it("fails with a wrong, missing or unnamed context, naming keys only", async () => {
    const message = await encrypted(SECRET);
    await fails("context", /another value .* 'tier'/, message, [
      "--key",
      key,
      "--context",
      "tier=wanted-value",
    ]);
    await fails("context", /no value .* 'cluster'/, message, [...good(), "--context", "cluster=c1"]);
    await fails("context", /none is expected; its keys: tier/, message, ["--key", key]);
  });

  it("fails with a disabled key, a key pending deletion, and an alias that does not exist", async () => {
    const { kms } = testClients();
    for (const [command, text] of [
      [DisableKeyCommand, /disabled/],
      [ScheduleKeyDeletionCommand, /not in a usable state/],
    ] as const) {
      const doomed = await createKey();
      const { stdout } = await sealstack(["encrypt", "--key", doomed], { stdin: Buffer.from(SECRET) });
      await kms.send(new command({ KeyId: doomed }));
      await fails("key", text, stdout, ["--key", doomed]);
    }
    await fails("key", /alias does not exist/, await encrypted(SECRET), [
      "--key",
      "alias/never-made",
      ...CONTEXT,
    ]);
  });

  it.each([
    ["the endpoint is down", "unavailable", /ECONNREFUSED/, { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }],
    ["there are no credentials", "credentials", /credentials are missing/, { AWS_ACCESS_KEY_ID: "" }],
  ] as const)("fails when %s", async (_what, name, stderr, change) => {
    const env = { ...process.env, AWS_EC2_METADATA_DISABLED: "true", HOME: dir(), ...change };
    const argv = ["decrypt", ...good(), "--out", target()];
    const ran = sealstackProcess(argv, { env, stdin: await encrypted(SECRET) });
    expect(ran.stderr).toMatch(stderr);
    expect(ran).toMatchObject({ status: EXIT[name].status, stdout: Buffer.alloc(0) });
    expect(readdirSync(dir())).toEqual([]);
  });

  it("fails on the header of one message before the body of another", async () => {
    const first = await encrypted("first");
    const spliced = Buffer.concat([first.subarray(0, 300), (await encrypted("second")).subarray(300)]);
    await fails("notAuthentic", /not authentic|damaged|truncated|other bytes/, spliced, good());
  });
});

describe("bad arguments and files", () => {
  const dir = useTempDir();

  it.each([
    ["no key", ["encrypt"], EXIT.usage.status, "no key is given"],
    ["unknown flag", ["encrypt", "--kee", "x"], EXIT.usage.status, "unknown option '--kee'"],
    ["unknown command", ["encript"], EXIT.usage.status, "unknown command 'encript'"],
    ["context without value", ["encrypt", "--key", "k", "--context", "a"], EXIT.usage.status, "name=value"],
    [
      "context twice",
      ["encrypt", "--key", "k", "--context", "a=1", "--context", "a=2"],
      EXIT.usage.status,
      "twice",
    ],
    [
      "reserved context",
      ["encrypt", "--key", "k", "--context", "aws-crypto-x=1"],
      EXIT.usage.status,
      "reserved",
    ],
    ["missing file", ["encrypt", "--key", "k", "--in", "/nonexistent"], EXIT.source.status, "ENOENT"],
    [
      "unverified to a file",
      ["decrypt", "--key", "k", "--allow-unverified-stream", "--out", "f"],
      EXIT.usage.status,
      "--out -",
    ],
  ])("fails on %s", async (_what, argv, status, message) => {
    const ran = await sealstack(argv);
    expect(ran.stderr).toContain(message);
    expect(ran).toMatchObject({ status, stdout: Buffer.alloc(0) });
  });

  it("fails to write a message to a terminal", async () => {
    const ran = await sealstack(["encrypt", "--key", key], { stdoutIsTTY: true, stdin: Buffer.from(SECRET) });
    expect(ran).toMatchObject({ status: EXIT.usage.status, stdout: Buffer.alloc(0) });
  });

  it("fails on a directory as input or output", async () => {
    mkdirSync(join(dir(), "d"));
    const target = await sealstack(["encrypt", "--key", key, "--out", join(dir(), "d")], {
      stdin: Buffer.from(SECRET),
    });
    expect(target).toMatchObject({ status: EXIT.target.status });
    expect(await sealstack(["encrypt", "--key", key, "--in", dir()])).toMatchObject({
      status: EXIT.source.status,
    });
    expect(readdirSync(dir())).toEqual(["d"]);
  });

  it("prints an error as one JSON line", async () => {
    const ran = await sealstack(["decrypt", "--json", "--key", key], { stdin: Buffer.from("junk") });
    expect(JSON.parse(ran.stderr)).toEqual({
      error: { exit: "notAuthentic", status: EXIT.notAuthentic.status, message: expect.any(String) },
    });
  });

  it("leaves nothing behind when interrupted", async () => {
    writeFileSync(join(dir(), "in"), randomBytes(30_000_000));
    const interrupt = new AbortController();
    const argv = ["encrypt", "--key", key, "--in", join(dir(), "in"), "--out", join(dir(), "out")];
    const running = sealstack(argv, { signal: interrupt.signal });
    await eventually(() => readdirSync(dir()).length > 1); // it has begun to write
    interrupt.abort();
    expect(await running).toMatchObject({ status: EXIT.interrupted.status });
    expect(readdirSync(dir())).toEqual(["in"]);
  });
});

describe("passphrase mode", () => {
  const dir = useTempDir();
  const flags = (): string[] => ["--passphrase-file", join(dir(), "passphrase")];
  beforeEach(() => writeFileSync(join(dir(), "passphrase"), "correct horse\nsecond line\n", { mode: 0o600 }));

  it("round-trips, and needs no AWS", async () => {
    const plaintext = randomBytes(200_000);
    const env = { PATH: process.env.PATH };
    const { stdout } = await sealstack(["encrypt", ...flags()], { stdin: plaintext, env });
    expect(stdout.subarray(0, 22).toString()).toBe("age-encryption.org/v1\n");
    const opened = await sealstack(["decrypt", ...flags()], { stdin: stdout, env });
    expect(opened.stdout.equals(plaintext)).toBe(true);
  }, 180_000);

  it("fails with another passphrase, on damage, truncation and appended bytes", async () => {
    const { stdout: file } = await sealstack(["encrypt", ...flags()], {
      stdin: Buffer.alloc(100_000, SECRET),
      // The cost of opening is written in the file: a low one keeps this test short on a busy machine.
      services: { ...services, cipher: async () => passphraseCipher("correct horse", 10) },
    });
    const flipped = Buffer.from(file);
    flipped.writeUInt8(flipped.readUInt8(90_000) ^ 1, 90_000);
    for (const bad of [flipped, file.subarray(0, -1), Buffer.concat([file, Buffer.from("x")])]) {
      const ran = await sealstack(["decrypt", ...flags()], { stdin: bad });
      expect(ran).toMatchObject({ status: EXIT.notAuthentic.status, stdout: Buffer.alloc(0) });
    }
    writeFileSync(join(dir(), "passphrase"), "battery staple\n");
    const ran = await sealstack(["decrypt", ...flags()], { stdin: file });
    expect(ran).toMatchObject({ status: EXIT.key.status, stdout: Buffer.alloc(0) });
  });

  it.each([
    ["readable by others", (file: string) => chmodSync(file, 0o644), "can be read by others"],
    ["empty", (file: string) => writeFileSync(file, ""), "empty first line"],
  ])("fails on a passphrase file that is %s", async (_what, spoil, message) => {
    spoil(join(dir(), "passphrase"));
    const ran = await sealstack(["encrypt", ...flags()], { stdin: Buffer.from(SECRET) });
    expect(ran).toMatchObject({ status: EXIT.usage.status, stdout: Buffer.alloc(0) });
    expect(ran.stderr).toContain(message);
  });
});
