/** How much memory can be had, and age files that take more. */
import { Encrypter } from "age-encryption";
import { freeMemory } from "../../../../../scripts/core/crypto/passphrase/free-memory";
import { scryptIdentity } from "../../../../../scripts/core/crypto/passphrase/scrypt-identity";
import { OperatorError } from "../../../../../scripts/errors";

const MIB = 1024 ** 2;
const MEMINFO =
  "MemTotal:       8388608 kB\nMemFree:          10240 kB\nMemAvailable:   4194304 kB\nSwapFree:        1048576 kB\n";
const free = (files: Readonly<Record<string, string>>) => freeMemory((path) => files[path], 8192 * MIB) / MIB;

const v2 = (folder: string, limit: string, used: number, cache: number) => ({
  [`${folder}/memory.max`]: `${limit}\n`,
  [`${folder}/memory.current`]: `${used}\n`,
  [`${folder}/memory.stat`]: `anon 1\nactive_file ${cache}\ninactive_file ${cache}\ninactive_anon 5\n`,
});
const v1 = (folder: string, limit: number, used: number, cache: number) => ({
  [`${folder}/memory.limit_in_bytes`]: `${limit}\n`,
  [`${folder}/memory.usage_in_bytes`]: `${used}\n`,
  [`${folder}/memory.stat`]: `inactive_file 1\ntotal_active_file ${cache}\ntotal_inactive_file ${cache}\n`,
});

const IN_V2 = { "/proc/meminfo": MEMINFO, "/proc/self/cgroup": "0::/user.slice/a.service\n" };
const IN_V1 = {
  "/proc/meminfo": MEMINFO,
  "/proc/self/cgroup": "9:name=systemd:/\n4:cpu,memory:/docker/1234\n",
};
const ROOT = "/sys/fs/cgroup";

describe("free memory", () => {
  it.each([
    ["nothing is known: all of the machine", {}, 8192],
    ["no group has a limit: what the kernel can give, and swap", IN_V2, 5120],
    ["a group says max", { ...IN_V2, ...v2(`${ROOT}/user.slice/a.service`, "max", MIB, 0) }, 5120],
    [
      "a group has a limit: without its cache",
      { ...IN_V2, ...v2(`${ROOT}/user.slice/a.service`, `${512 * MIB}`, 400 * MIB, 150 * MIB) },
      412,
    ],
    [
      "a group around it has a lower one",
      {
        ...IN_V2,
        ...v2(`${ROOT}/user.slice/a.service`, `${512 * MIB}`, 0, 0),
        ...v2(`${ROOT}/user.slice`, `${256 * MIB}`, 100 * MIB, 0),
      },
      156,
    ],
    [
      "a container sees its own group as the root",
      { ...IN_V2, "/proc/self/cgroup": "0::/\n", ...v2(ROOT, `${128 * MIB}`, 28 * MIB, 0) },
      100,
    ],
    ["more is used than allowed", { ...IN_V2, ...v2(ROOT, `${MIB}`, 2 * MIB, 0) }, 0],
    ["a figure is none", { ...IN_V2, ...v2(ROOT, "-1", 0, 0) }, 5120],
    [
      "groups are of version 1",
      { ...IN_V1, ...v1(`${ROOT}/memory/docker/1234`, 300 * MIB, 200 * MIB, 50 * MIB) },
      200,
    ],
    ["of version 1, in a container", { ...IN_V1, ...v1(`${ROOT}/memory`, 300 * MIB, 100 * MIB, 0) }, 200],
    [
      "of version 1, without a limit",
      { ...IN_V1, ...v1(`${ROOT}/memory`, 2 ** 63 - 4096, 100 * MIB, 0) },
      5120,
    ],
  ])("where %s", (_, files, expected) => {
    expect(free(files)).toBe(expected);
  });

  it("is something here, and not more than there is", () => {
    expect(freeMemory()).toBeGreaterThan(16 * MIB);
    expect(freeMemory(undefined, 1)).toBeGreaterThan(0);
  });
});

describe("an age file", () => {
  /** A passphrase stanza as `age` would write it. */
  async function stanzas(logN: number) {
    const encrypter = new Encrypter();
    encrypter.setPassphrase("a passphrase");
    encrypter.setScryptWorkFactor(10);
    const text = Buffer.from(await encrypter.encrypt("x")).toString("latin1");
    const [, salt = "", body = ""] = /-> scrypt (\S+) 10\n(\S+)\n/.exec(text) ?? [];
    return [{ args: ["scrypt", salt, String(logN)], body: new Uint8Array(Buffer.from(body, "base64")) }];
  }
  const opened = async (logN: number, room: number) =>
    scryptIdentity("a passphrase", () => room).unwrapFileKey((await stanzas(logN)) as never);

  it.each([
    [22, 4096, 4096 * MIB],
    [22, 4096, 4128 * MIB - 1],
    [21, 2048, 1024 * MIB],
    [18, 256, 100 * MIB],
    [10, 1, 0],
  ])(
    "fails with a work factor of 2^%d, which takes %d MiB, where %d bytes can be had",
    async (logN, takes, room) => {
      const error = await opened(logN, room).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(OperatorError);
      expect(error).toMatchObject({
        exit: "tool",
        message: `not enough memory: with its work factor of 2^${logN} the age file takes ${takes} MiB to open, and 32 MiB beside, of ${Math.floor(room / MIB)} MiB that can be had`,
        hint: "open it where more memory is free, or raise the limit of the container or service",
      });
    },
  );

  it("opens where just enough can be had", async () => {
    expect(await opened(10, 33 * MIB)).toBeInstanceOf(Uint8Array);
  });
});
