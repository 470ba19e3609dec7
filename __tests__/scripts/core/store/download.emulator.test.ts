import { createHash, randomBytes } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { ObjectStore } from "../../../../scripts/core/ports";
import { s3Store } from "../../../../scripts/core/store/s3-store";
import { DEFAULT_REGION } from "../../../../tools/emulator/endpoint";
import { makeBucket } from "../../../helpers/buckets";
import { emulatorEndpoint, testClients } from "../../../helpers/emulator";
import { eventually } from "../../../helpers/eventually";
import { type FaultProxy, faultProxy } from "../../../helpers/servers/fault-proxy";

const MIB = 1024 ** 2;
const RANGE = 4 * MIB;
/** A request that is not the store's. */
const MARKER = "/_localstack/health";
const SIZE = 45 * MIB + 3;
const BUCKET = `download-${process.pid}`;
const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

jest.setTimeout(60_000);

describe("s3Store reads", () => {
  const { s3 } = testClients();
  const big = randomBytes(SIZE);
  let proxy: FaultProxy;
  let store: ObjectStore;
  const put = (Key: string, Body: Buffer) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  const ranges = (): string[] =>
    proxy.seen.filter(({ url }) => url !== MARKER).map(({ headers }) => headers.range ?? "");

  /**
   * Waits until what was asked for is answered, and then for the answer to a request of our own: whatever the store wanted besides, it would
   * have asked for before that.
   */
  async function quiet(requests: number): Promise<void> {
    await eventually(() => proxy.answered >= requests);
    await (await fetch(`${proxy.endpoint}${MARKER}`)).text();
  }

  async function read(key: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of await store.get(key)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  const allClosed = (): Promise<void> => eventually(async () => (await proxy.connections()) === 0);

  beforeAll(async () => {
    await makeBucket(BUCKET);
    await put("big", big);
  });
  beforeEach(async () => {
    proxy = await faultProxy(emulatorEndpoint());
    store = s3Store({ bucket: BUCKET, region: DEFAULT_REGION, endpoint: proxy.endpoint });
  });
  afterEach(() => proxy.close());

  it.each([0, 1, RANGE - 1, RANGE])("%d bytes at once", async (size) => {
    await put(`size-${size}`, big.subarray(0, size));
    expect((await read(`size-${size}`)).equals(big.subarray(0, size))).toBe(true);
    const first = `bytes=0-${RANGE - 1}`;
    // An empty object has no first byte: S3 refuses the range, which LocalStack does not, and is asked again without one.
    expect([[first], ...(size === 0 ? [[first, ""]] : [])]).toContainEqual(ranges());
  });

  it("a large object in ranges of the same version, several at once and in order", async () => {
    expect(sha256(await read("big"))).toBe(sha256(big));
    expect(ranges()).toHaveLength(12);
    expect(new Set(ranges())).toContain(`bytes=${11 * RANGE}-${SIZE - 1}`);
    expect(proxy.seen.slice(1).every(({ headers }) => headers["if-match"] !== undefined)).toBe(true);
    expect(proxy.seen.filter(({ headers }) => "x-amz-checksum-mode" in headers)).toEqual([]);
  });

  it("no further ahead than its window while nobody takes bytes, and nothing once it is destroyed", async () => {
    const body = await store.get("big");
    expect(body.size).toBe(SIZE);
    await quiet(4);
    expect(ranges()).toHaveLength(4);
    const taken = body[Symbol.asyncIterator]();
    await taken.next();
    await quiet(4 + 1 + 2); // with the marker
    expect(ranges()).toHaveLength(6); // one was taken, and the next one stands ready
    body.destroy();
    await new Promise((resolve) => body.once("close", resolve));
    await quiet(0);
    expect(ranges()).toHaveLength(6);
    await allClosed();
  });

  it("on where each of its ranges broke off", async () => {
    proxy.decide = ({ headers }) => {
      const [from = 0, to = 0] = (headers.range ?? "").match(/\d+/g)?.map(Number) ?? [];
      return to - from + 1 > 3 * MIB ? 2 * MIB : "pass";
    };
    expect(sha256(await read("big"))).toBe(sha256(big));
    expect(ranges().length).toBeGreaterThan(20);
    for (const range of ranges()) expect(range).toMatch(/^bytes=\d+-\d+$/);
  });

  it.each(["503", "cut"] as const)("again what was answered with: %s", async (fate) => {
    let count = 0;
    proxy.decide = () => (++count % 4 === 2 ? fate : "pass");
    expect(sha256(await read("big"))).toBe(sha256(big));
  });

  it("some places only, and counts what they cost", async () => {
    const { size, read: readAt, fetchedBytes: opening } = await store.ranges("big");
    expect([size, opening]).toEqual([SIZE, 16 * 1024]);
    const places = await store.ranges("big");
    expect((await readAt(100, 1000)).equals(big.subarray(100, 1100))).toBe(true);
    expect((await places.read(SIZE - 10, 100)).equals(big.subarray(-10))).toBe(true);
    expect((await places.read(40 * MIB, MIB)).equals(big.subarray(40 * MIB, 41 * MIB))).toBe(true);
    expect(places.fetchedBytes).toBe(16 * 1024 + 10 + MIB);
    expect(ranges()).toHaveLength(4);
    await put("nothing", Buffer.alloc(0));
    const empty = await store.ranges("nothing");
    expect([empty.size, await empty.read(0, 10)]).toEqual([0, Buffer.alloc(0)]);
  });

  it("fails when a body stays shorter than announced, and asks for nothing more", async () => {
    proxy.decide = ({ headers }) => (headers.range?.startsWith(`bytes=${2 * RANGE}-`) === true ? 0 : "pass");
    await expect(read("big")).rejects.toMatchObject({
      exit: "unavailable",
      message: `cannot read s3://${BUCKET}/big: it broke off after ${2 * RANGE} of ${3 * RANGE} bytes`,
    });
    const { length } = ranges();
    await quiet(0);
    expect(ranges()).toHaveLength(length);
    await allClosed();
  });

  it("fails when the object is replaced meanwhile", async () => {
    await put("changing", big.subarray(0, 60 * MIB));
    const body = await store.get("changing");
    await quiet(4);
    await put("changing", big.subarray(1, 60 * MIB));
    const drained = (async () => {
      for await (const _ of body);
    })();
    await expect(drained).rejects.toMatchObject({
      exit: "source",
      message: `s3://${BUCKET}/changing was replaced while it was read`,
    });
  });

  it("stops when interrupted", async () => {
    const abort = new AbortController();
    const body = await store.get("big", { signal: abort.signal });
    const drained = (async () => {
      for await (const _ of body) abort.abort();
    })();
    await expect(drained).rejects.toMatchObject({ name: "AbortError" });
    await allClosed();
  });

  it.each([
    ["get", (from: ObjectStore) => from.get("none")],
    ["ranges", (from: ObjectStore) => from.ranges("none")],
  ])("fails without the object: %s", async (_, act) => {
    await expect(act(store)).rejects.toMatchObject({
      exit: "notFound",
      message: expect.stringContaining("no such object"),
    });
  });
});
