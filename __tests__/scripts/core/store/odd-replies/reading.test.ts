import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ObjectStore } from "../../../../../scripts/core/ports";
import {
  bad,
  type Change,
  headers,
  html,
  type OddReplies,
  text,
  useOddReplies,
} from "../../../../helpers/servers/odd-replies";
import type { S3Endpoint, S3Request } from "../../../../helpers/servers/s3-endpoint";

const MIB = 1024 ** 2;
const RANGE = 4 * MIB;

describe("odd replies of S3 to reading", () => {
  const replies = useOddReplies();
  let s3: S3Endpoint;
  let store: ObjectStore;
  let change: OddReplies["change"];
  const big = randomBytes(3 * RANGE + 5);
  const read = async (key = "big"): Promise<Buffer> => buffer(Readable.from(await store.get(key)));
  beforeEach(() => {
    ({ s3, store, change } = replies());
    s3.objects.set("big", big).set("small", big.subarray(0, 10)).set("empty", Buffer.alloc(0));
  });

  it("none: all of it", async () => {
    expect((await read()).equals(big)).toBe(true);
    expect((await read("small")).equals(big.subarray(0, 10))).toBe(true);
    s3.seen.length = 0;
    expect(await read("empty")).toHaveLength(0);
    expect(s3.seen).toHaveLength(1);
  });

  it("none: an empty object, from a server that does not say so when it refuses a range", async () => {
    change("GetObject", (reply) =>
      reply.status === 416 ? text(/<ActualObjectSize>0<.ActualObjectSize>/, "")(reply, NONE) : reply,
    );
    expect(await read("empty")).toHaveLength(0);
    expect(s3.seen).toHaveLength(2);
  });

  it("none: all of it at once, from a server that knows no ranges", async () => {
    for (const body of [big.subarray(0, 100), big]) {
      change("GetObject", () => ({ status: 200, headers: { etag: '"e"' }, body }));
      expect((await read()).equals(body)).toBe(true);
    }
  });

  const range = (value: string): Change => headers({ "content-range": value });
  const SIZE = big.length;
  const ODD: readonly (readonly [name: string, problem: string, how: Change, nth?: number])[] = [
    ["no word on which part it is", "does not say which", headers({ "content-range": undefined })],
    ["a part of unknown whole", "which part of how much", range(`bytes 0-${RANGE - 1}/*`)],
    [
      "a part of something beyond numbers",
      "which part of how much",
      range(`bytes 0-${RANGE - 1}/99999999999999999999`),
    ],
    ["a garbled range", "which part of how much", range("bytes 0")],
    ["a range of something else", "which part of how much", range(`lines 0-${RANGE - 1}/${SIZE}`)],
    ["another part at first", "another part", range(`bytes 1-${RANGE}/${SIZE}`)],
    [
      "a shorter part",
      "another part",
      (reply) => ({ ...range(`bytes 0-9/${SIZE}`)(reply, NONE), body: big.subarray(0, 10) }),
    ],
    ["a part beyond its end", "another part", range(`bytes 0-${RANGE - 1}/100`)],
    [
      "another length than its range",
      "another length",
      (reply) => ({ ...reply, body: big.subarray(0, 100) }),
    ],
    ["no ETag", "no ETag", headers({ etag: undefined })],
    ["an empty ETag", "no ETag", headers({ etag: '""' })],
    ["another object later", "another object", headers({ etag: '"other"' }), 2],
    [
      "another size later",
      "another object",
      (reply) => range(String(reply.headers["content-range"]).replace(/\/.*/, `/${SIZE + 9}`))(reply, NONE),
      2,
    ],
    ["the first part again", "another part", range(`bytes 0-${RANGE - 1}/${SIZE}`), 2],
    [
      "all of it instead of a later part",
      "all of the object",
      () => ({ status: 200, headers: { etag: '"e"' }, body: big }),
      2,
    ],
    [
      "no length",
      "no length that an object can have",
      () => ({ status: 200, headers: { etag: '"e"', "transfer-encoding": "chunked" }, body: "x" }),
    ],
    [
      "more bytes than it says",
      "more bytes than it says",
      (reply) => ({ ...headers({ "transfer-encoding": "chunked" })(reply, NONE), body: big }),
    ],
    ["a page of a captive portal", "no ETag", html],
    [
      "no such range, of what is not empty",
      "has a first byte",
      (reply, request) =>
        request.headers.range === undefined
          ? reply
          : { status: 416, headers: {}, body: "<Error><Code>InvalidRange</Code></Error>" },
    ],
  ];
  for (const [name, problem, how, nth] of ODD)
    it(`fails with ${name}`, async () => {
      change("GetObject", how, nth);
      await expect(read()).rejects.toMatchObject(bad(problem));
    });
  const NONE = {} as S3Request;

  it("fails with a body that has no end, having kept nothing of it", async () => {
    change("GetObject", (reply) => ({
      ...headers({ "transfer-encoding": "chunked" })(reply, NONE),
      body: Buffer.alloc(64 * MIB),
    }));
    await expect(read("small")).rejects.toMatchObject(bad("more bytes than it says"));
  });
});
