/** An object in the place of another one: the old one, or the new one whole, and nobody else's is lost. */
import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { s3Store } from "../../../../scripts/core/store/s3-store";
import { DEFAULT_REGION } from "../../../../tools/emulator/endpoint";
import { createBucket, type TestBucket } from "../../../helpers/buckets";
import { emulatorEndpoint, testClients } from "../../../helpers/emulator";

const MIB = 1024 ** 2;

describe("replace", () => {
  let bucket: TestBucket;
  beforeAll(async () => {
    bucket = await createBucket();
  });
  const store = () =>
    s3Store({
      bucket: bucket.name,
      region: DEFAULT_REGION,
      endpoint: emulatorEndpoint(),
      partBytes: () => 5 * MIB,
    });
  const replace = async (key: string, bytes: Buffer, etag: string, beforeCommit?: () => Promise<void>) => {
    const body = Readable.from(slices(bytes), { highWaterMark: 1 });
    return store().replace?.(key, body, { etag, ...(beforeCommit && { beforeCommit }) });
  };
  const etagOf = async (key: string): Promise<string> => {
    const body = await store().get(key);
    await buffer(body);
    return body.etag ?? "";
  };

  it("asks whether the bucket keeps versions, and objects whether they are one", async () => {
    const { s3 } = testClients();
    expect(await store().keepsVersions?.()).toBe(false);
    await bucket.write("plain", Buffer.from("x"));
    expect((await store().get("plain")).isVersion).toBe(false);
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket.name, VersioningConfiguration }));
    expect(await store().keepsVersions?.()).toBe(true);
    await bucket.write("version", Buffer.from("x"));
    expect((await store().get("version")).isVersion).toBe(true);
  });

  describe.each([
    ["in one request", randomBytes(1000)],
    ["in parts", randomBytes(11 * MIB + 3)],
  ])("%s", (_, bytes) => {
    const key = `object-${bytes.length}`;

    it("takes the place of what is still the same", async () => {
      await bucket.write(key, Buffer.from("old"));
      let wasOld = false;
      const before = async (): Promise<void> => {
        wasOld = (await bucket.read(key)).toString() === "old";
      };
      expect(await replace(key, bytes, await etagOf(key), before)).toEqual({ size: bytes.length });
      expect(wasOld).toBe(true);
      expect((await bucket.read(key)).equals(bytes)).toBe(true);
    });

    it("leaves alone what was changed or removed meanwhile", async () => {
      await bucket.write(key, Buffer.from("old"));
      const etag = await etagOf(key);
      const others = async (): Promise<void> => bucket.write(key, Buffer.from("somebody else's"));
      await expect(replace(key, bytes, etag, others)).rejects.toMatchObject({ exit: "conflict" });
      expect((await bucket.read(key)).toString()).toBe("somebody else's");
      expect(await bucket.unfinished()).toBe(0);
    });

    it("changes nothing where it is not to be", async () => {
      await bucket.write(key, Buffer.from("old"));
      const no = async (): Promise<void> => {
        throw new Error("it is not proven");
      };
      await expect(replace(key, bytes, await etagOf(key), no)).rejects.toThrow("it is not proven");
      expect((await bucket.read(key)).toString()).toBe("old");
      expect(await bucket.unfinished()).toBe(0);
    });
  });
});

/** Whole chunks, as messages come in. */
function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1_000_003) yield bytes.subarray(at, at + 1_000_003);
}
