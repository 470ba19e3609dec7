import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { HeadObjectCommand, ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import type { ObjectStore } from "../../../../scripts/core/ports";
import { s3Store } from "../../../../scripts/core/store/s3-store";
import { DEFAULT_REGION } from "../../../../tools/emulator/endpoint";
import { makeBucket } from "../../../helpers/buckets";
import { emulatorEndpoint, testClients } from "../../../helpers/emulator";
import { cut } from "../../../helpers/messages";
import { type FaultProxy, faultProxy } from "../../../helpers/servers/fault-proxy";

const MIB = 1024 ** 2;
const BUCKET = `s3-store-${process.pid}`;
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

jest.setTimeout(60_000);

describe("s3Store", () => {
  const { s3 } = testClients();
  const big = randomBytes(17 * MIB + 3);
  let proxy: FaultProxy;
  let store: ObjectStore;
  let key: string;
  beforeAll(async () => {
    await makeBucket(BUCKET);
  });
  beforeEach(async () => {
    proxy = await faultProxy(emulatorEndpoint());
    store = s3Store({
      bucket: BUCKET,
      region: DEFAULT_REGION,
      endpoint: proxy.endpoint,
      partBytes: () => 5 * MIB,
    });
    key = `object-${randomBytes(6).toString("hex")}`;
  });
  afterEach(() => proxy.close());

  const stored = async (name = key): Promise<Buffer> => buffer(await store.get(name));
  const unfinished = async (): Promise<number> =>
    (await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads?.length ?? 0;
  const sent = (operation: RegExp): number =>
    proxy.seen.filter(({ method, url }) => operation.test(`${method} ${url}`)).length;
  const PART = /^PUT .*partNumber=/;
  const COMPLETE = /^POST .*uploadId=/;
  const ABORT = /^DELETE .*uploadId=/;
  /** The nth request of a kind meets another fate. */
  const once = (operation: RegExp, nth: number, fate: "503" | "cut" | "lose-reply") => {
    let count = 0;
    proxy.decide = ({ method, url }) =>
      operation.test(`${method} ${url}`) && ++count === nth ? fate : "pass";
  };

  /** A busy emulator may have been asked again. */
  const expectRemoved = async (): Promise<void> => {
    expect(sent(ABORT)).toBeGreaterThan(0);
    expect(await unfinished()).toBe(0);
  };

  it.each([
    ["nothing", 0],
    ["a byte", 1],
    ["exactly one part", 5 * MIB],
  ])("puts %s in one request", async (_, length) => {
    const bytes = big.subarray(0, length);
    expect(await store.putNew(key, Readable.from([bytes]))).toEqual({ size: length });
    expect([sent(/^POST .*uploads/), sent(/^PUT/)]).toEqual([0, 1]);
    expect((await stored()).equals(bytes)).toBe(true);
  });

  it("puts more than one part in parts, and tells how far it is", async () => {
    const progress: number[] = [];
    const result = await store.putNew(key, Readable.from(cut(big, Array(17).fill(MIB))), {
      onProgress: (bytes) => progress.push(bytes),
    });
    expect(result).toEqual({ size: big.length });
    expect(sent(PART)).toBe(4);
    expect(progress.at(-1)).toBe(big.length);
    expect(sha256(await stored())).toBe(sha256(big));
    expect(await unfinished()).toBe(0);
  });

  it("sends a checksum with everything, the condition with what makes the object, and no encryption header", async () => {
    await store.putNew(key, big);
    await store.putNew(`${key}-small`, Buffer.from("x"), { contentType: "application/json" });
    const making = proxy.seen.filter(
      ({ method, url }) => COMPLETE.test(`${method} ${url}`) || url.includes("-small"),
    );
    expect(making.map(({ headers }) => headers["if-none-match"])).toEqual(["*", "*"]);
    const bodies = proxy.seen.filter(({ method }) => method === "PUT");
    expect(bodies).toHaveLength(5);
    for (const { headers } of bodies) expect(headers["x-amz-checksum-crc32"]).toMatch(/^.{8}$/);
    for (const { headers } of proxy.seen)
      expect(Object.keys(headers).filter((name) => name.includes("server-side-encryption"))).toEqual([]);
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: `${key}-small` }));
    expect(head.ContentType).toBe("application/json");
  });

  it.each([
    ["small", 10],
    ["in parts", big.length],
  ])("never overwrites: %s", async (_, length) => {
    await store.putNew(key, Buffer.from("first"));
    await expect(store.putNew(key, big.subarray(0, length))).rejects.toMatchObject({ exit: "conflict" });
    expect((await stored()).toString()).toBe("first");
    expect(await unfinished()).toBe(0);
  });

  it.each(["503", "cut", "lose-reply"] as const)("sends a part again from what it kept: %s", async (fate) => {
    once(PART, 2, fate);
    await store.putNew(key, Readable.from(cut(big, Array(17).fill(MIB))));
    expect(sent(PART)).toBe(5);
    expect(sha256(await stored())).toBe(sha256(big));
  });

  it.each(["503", "cut"] as const)("sends a small object again: %s", async (fate) => {
    once(/^PUT/, 1, fate);
    await store.putNew(key, Buffer.from("small"));
    expect((await stored()).toString()).toBe("small");
  });

  it("finds the small object that it stored when the reply that said so was lost", async () => {
    once(/^PUT/, 1, "lose-reply");
    expect(await store.putNew(key, Buffer.from("small"))).toEqual({ size: 5 });
    expect((await stored()).toString()).toBe("small");
  });

  it("finds what it stored in parts when the reply that said so was lost", async () => {
    once(COMPLETE, 1, "lose-reply");
    expect(await store.putNew(key, big)).toEqual({ size: big.length });
    expect((await stored()).equals(big)).toBe(true);
    expect(await unfinished()).toBe(0);
  });

  it("removes the unfinished upload when the source fails", async () => {
    const source = Readable.from(
      (function* () {
        yield* cut(big.subarray(0, 12 * MIB), Array(11).fill(MIB));
        throw new Error("source broke");
      })(),
    );
    await expect(store.putNew(key, source)).rejects.toThrow("source broke");
    await expectRemoved();
    await expect(store.get(key)).rejects.toMatchObject({ exit: "notFound" });
  });

  it("removes the unfinished upload when interrupted", async () => {
    const abort = new AbortController();
    const put = store.putNew(key, Readable.from(cut(big, Array(17).fill(MIB))), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(put).rejects.toMatchObject({ name: "AbortError" });
    await expectRemoved();
  });

  it("removes the unfinished upload when a part cannot be sent at all", async () => {
    let parts = 0;
    proxy.decide = ({ method, url }) => (PART.test(`${method} ${url}`) && ++parts > 1 ? "503" : "pass");
    await expect(store.putNew(key, Readable.from(cut(big, Array(17).fill(MIB))))).rejects.toMatchObject({
      exit: "unavailable",
    });
    expect(await unfinished()).toBe(0);
  });

  it("says so when the unfinished upload cannot be removed", async () => {
    proxy.decide = ({ method, url }) => (/^(PUT|DELETE)/.test(`${method} ${url}`) ? "503" : "pass");
    const before = await unfinished();
    await expect(store.putNew(key, big)).rejects.toMatchObject({
      message: expect.stringContaining("the unfinished upload"),
      hint: expect.stringMatching(
        /^remove it: aws s3api abort-multipart-upload --bucket \S+ --key \S+ --upload-id \S+$/,
      ),
    });
    expect(await unfinished()).toBe(before + 1);
  });

  it("lists all pages, names with odd characters too", async () => {
    const names = ["a b", "a+b", "a%20b", "ä", "new\nline", "plain"].map((name) => `${key}/${name}`);
    for (const name of names) await store.putNew(name, Buffer.from(name));
    const listed = [];
    for await (const { key: name, size } of store.list(`${key}/`)) listed.push([name, size]);
    expect(listed.sort()).toEqual(names.map((name) => [name, Buffer.byteLength(name)]).sort());
  });

  it.each([
    ["list", (nowhere: ObjectStore) => nowhere.list("")[Symbol.asyncIterator]().next()],
    ["get", (nowhere: ObjectStore) => nowhere.get("x")],
    ["put", (nowhere: ObjectStore) => nowhere.putNew("x", Buffer.from("x"))],
    ["put parts", (nowhere: ObjectStore) => nowhere.putNew("x", big)],
  ])("fails without the bucket: %s", async (_, act) => {
    const nowhere = s3Store({
      bucket: "no-such-bucket-here",
      region: DEFAULT_REGION,
      endpoint: proxy.endpoint,
    });
    await expect(act(nowhere)).rejects.toMatchObject({
      exit: "notFound",
      message: expect.stringContaining("the bucket does not exist"),
    });
  });

  it("fails when the endpoint is down", async () => {
    const down = s3Store({ bucket: BUCKET, region: DEFAULT_REGION, endpoint: "http://127.0.0.1:9" });
    await expect(down.get(key)).rejects.toMatchObject({ exit: "unavailable" });
  });
});
