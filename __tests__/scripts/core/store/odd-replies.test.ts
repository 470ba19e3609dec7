import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ObjectStore } from "../../../../scripts/core/ports";
import { s3Store } from "../../../../scripts/core/store";
import {
  type S3Endpoint,
  type S3Reply,
  type S3Request,
  s3Endpoint,
} from "../../../helpers/servers/s3-endpoint";

const MIB = 1024 ** 2;
const RANGE = 4 * MIB;
const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

type Change = (reply: S3Reply, request: S3Request) => S3Reply;

/** Changes the text of a reply. */
const text =
  (from: string | RegExp, to: string): Change =>
  (reply) => {
    const body = String(reply.body).replace(from, to);
    if (body === String(reply.body)) throw new Error(`nothing to change: ${from} in ${body}`);
    return { ...reply, body };
  };
/** Changes headers of a reply; takes away those that are `undefined`. */
const headers =
  (changed: Readonly<Record<string, string | undefined>>): Change =>
  (reply) => ({
    ...reply,
    headers: Object.fromEntries(
      Object.entries({ ...reply.headers, ...changed }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
  });
const instead =
  (status: number, body: string, more: Record<string, string> = {}): Change =>
  () => ({ status, headers: more, body });
const html = instead(200, "<html><body>sign in to the network</body></html>", {
  "content-type": "text/html",
});

describe("odd replies of S3", () => {
  let s3: S3Endpoint;
  let store: ObjectStore;
  const saved = CREDENTIALS.map((name) => process.env[name]);
  beforeAll(() => {
    for (const name of CREDENTIALS) process.env[name] = "test";
  });
  afterAll(() => {
    for (const [index, name] of CREDENTIALS.entries()) {
      if (saved[index] === undefined) delete process.env[name];
      else process.env[name] = saved[index];
    }
  });
  beforeEach(async () => {
    s3 = await s3Endpoint();
    store = s3Store({ bucket: "b", region: "us-east-1", endpoint: s3.url });
  });
  afterEach(() => s3.close());

  /** Changes replies to one operation, from the `nth` on. */
  const change = (operation: string, how: Change, nth = 1): void => {
    let count = 0;
    s3.change = (reply, request) =>
      request.operation === operation && ++count >= nth ? how(reply, request) : reply;
  };
  const bad = (problem: string) => ({ exit: "badReply", message: expect.stringContaining(problem) });

  describe("to a listing", () => {
    const keys = Array.from({ length: 10 }, (_, index) => `p/key-${index}`);
    const listed = async (prefix = "p/"): Promise<string[]> => {
      const found: string[] = [];
      for await (const { key } of store.list(prefix)) found.push(key);
      return found;
    };
    beforeEach(() => {
      s3.pageSize = 4;
      for (const key of [...keys, "other/key"]) s3.objects.set(key, Buffer.alloc(3));
    });

    it("none: all of it, in order", async () => {
      expect(await listed()).toEqual(keys);
      expect(s3.count("ListObjectsV2")).toBe(3);
      for (const key of ["p/a b+c%d", "p/\u{1f600}", "p/\uffee"]) s3.objects.set(key, Buffer.alloc(1));
      expect(await listed()).toEqual(["p/a b+c%d", ...keys, "p/\uffee", "p/\u{1f600}"]);
      expect(await listed("none/")).toEqual([]);
    });

    it("none: what servers that resemble S3 leave out", async () => {
      change("ListObjectsV2", (reply) => ({
        ...reply,
        body: String(reply.body).replace(
          /<(Name|Prefix|KeyCount|ContinuationToken|LastModified)>[^<]*<\/\1>/g,
          "",
        ),
      }));
      expect(await listed()).toEqual(keys);
      // A server that does not encode.
      change("ListObjectsV2", (reply) => ({
        ...reply,
        body: decodeURIComponent(String(reply.body)).replace("<EncodingType>url</EncodingType>", ""),
      }));
      expect(await listed()).toEqual(keys);
    });

    const MORE = /<IsTruncated>true<\/IsTruncated>/;
    const TOKEN = /<NextContinuationToken>[^<]*<\/NextContinuationToken>/;
    const ODD: readonly (readonly [name: string, problem: string, how: Change, nth?: number])[] = [
      ["more, and no token", "and not where", text(TOKEN, "")],
      ["more, and an empty token", "and not where", text(TOKEN, "<NextContinuationToken/>")],
      ["more, and no token, on the second page", "and not where", text(TOKEN, ""), 2],
      ["no more, and a token", "there is no more", text(MORE, "<IsTruncated>false</IsTruncated>")],
      ["nothing about more", "whether there is more", text(MORE, "")],
      [
        "nothing about more, and no token",
        "whether there is more",
        (reply) => text(TOKEN, "")(text(MORE, "")(reply, NONE), NONE),
      ],
      ...["perhaps", "1", "yes", " true", "", "True"].map(
        (word) =>
          [
            `the word '${word}' about more`,
            "whether there is more",
            text(MORE, `<IsTruncated>${word}</IsTruncated>`),
          ] as const,
      ),
      [
        "two words about more",
        "whether there is more",
        text(MORE, "<IsTruncated>true</IsTruncated><IsTruncated>false</IsTruncated>"),
      ],
      [
        "the same page for ever",
        "the listing has a key twice",
        (reply, { query }) => {
          query.delete("continuation-token");
          return first(reply);
        },
      ],
      ["the same token for ever", "go in a circle", circle],
      [
        "another page than asked for",
        "another page",
        text(/<ContinuationToken>[^<]*/, "<ContinuationToken>other"),
        2,
      ],
      [
        "the first page as another one",
        "another page",
        text("<IsTruncated>", "<ContinuationToken>x</ContinuationToken><IsTruncated>"),
      ],
      ["another bucket", "another bucket", text("<Name>b<", "<Name>c<")],
      ["another prefix", "another prefix", text("<Prefix>p%2F<", "<Prefix>q%2F<")],
      ["no prefix where one was asked for", "another prefix", text("<Prefix>p%2F</Prefix>", "<Prefix/>")],
      ["a key outside of the prefix", "outside of the prefix", text("p%2Fkey-1", "q%2Fkey-1")],
      ["a key twice", "a key twice", text("p%2Fkey-2", "p%2Fkey-1")],
      ["keys out of order", "order of its keys", text("p%2Fkey-1<", "p%2Fkey-9<")],
      ["a page that goes back", "order of its keys", text("p%2Fkey-4", "p%2Fkey-0a"), 2],
      ["an object without a key", "without a key", text("<Key>p%2Fkey-1</Key>", "")],
      ["an object with an empty key", "without a key", text("<Key>p%2Fkey-1</Key>", "<Key/>")],
      ["an object without a size", "without a size", text("<Size>3</Size>", "")],
      ["a size below nothing", "without a size", text("<Size>3</Size>", "<Size>-3</Size>")],
      ["a size that is no number", "without a size", text("<Size>3</Size>", "<Size>many</Size>")],
      ["a date that is none", "cannot be read", text(/<LastModified>[^<]*/, "<LastModified>yesterday")],
      [
        "a key that stands twice",
        "cannot be read",
        text("<Key>p%2Fkey-1</Key>", "<Key>p%2Fkey-1</Key><Key>p%2Fkey-2</Key>"),
      ],
      ["a prefix that stands twice", "cannot be read", text("<Prefix>", "<Prefix>p%2F</Prefix><Prefix>")],
      [
        "a token that stands twice",
        "cannot be read",
        text(
          "<NextContinuationToken>",
          "<NextContinuationToken>a</NextContinuationToken><NextContinuationToken>",
        ),
      ],
      ["a size that stands twice", "cannot be read", text("<Size>3", "<Size>3</Size><Size>3")],
      [
        "an empty object",
        "without a key",
        (reply) =>
          text("<Contents>", "<Contents/><Contents>")(text("<KeyCount>4", "<KeyCount>5")(reply, NONE), NONE),
      ],
      ["broken encoding", "encoding is broken", text("p%2Fkey-1", "p%2Fkey-1%zz")],
      ["fewer keys than it says", "lists 4", text("<KeyCount>4", "<KeyCount>5")],
      [
        "keys put together",
        "puts keys together",
        text(
          "</ListBucketResult>",
          "<CommonPrefixes><Prefix>p%2Fk</Prefix></CommonPrefixes></ListBucketResult>",
        ),
      ],
      [
        "another document",
        "whether there is more",
        instead(200, "<?xml version='1.0'?><ListAllMyBucketsResult/>"),
      ],
      ["a page of a captive portal", "", html],
      ["nothing", "whether there is more", instead(200, "")],
      ["half of it", "cannot be read", (reply) => ({ ...reply, body: String(reply.body).slice(0, 300) })],
    ];
    const NONE = {} as S3Request;
    const pageOne = (): S3Reply => ({
      status: 200,
      headers: {},
      body: `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>${randomBytes(4).toString("hex")}</NextContinuationToken><EncodingType>url</EncodingType><Contents><Key>p%2Fkey-0</Key><Size>3</Size></Contents></ListBucketResult>`,
    });
    /** Other keys each time, and always the same place to go on. */
    let round = 0;
    function circle(): S3Reply {
      return {
        status: 200,
        headers: {},
        body: `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken><Contents><Key>p/${1e6 + round++}</Key><Size>3</Size></Contents></ListBucketResult>`,
      };
    }
    function first(_reply: S3Reply): S3Reply {
      return pageOne();
    }
    for (const [name, problem, how, nth] of ODD)
      it(`fails with ${name}`, async () => {
        change("ListObjectsV2", how, nth);
        await expect(listed()).rejects.toMatchObject(bad(problem));
      });

    it("fails with an error and status 200", async () => {
      change("ListObjectsV2", instead(200, "<Error><Code>InternalError</Code></Error>"));
      await expect(listed()).rejects.toMatchObject({ exit: "unavailable" });
    }, 60_000);

    it("fails with empty pages without end", async () => {
      change("ListObjectsV2", () => ({
        ...pageOne(),
        body: String(pageOne().body).replace(/<Contents>.*<\/Contents>/, ""),
      }));
      await expect(listed()).rejects.toMatchObject(bad("empty pages in a row"));
    }, 120_000);
  });

  describe("to reading", () => {
    const big = randomBytes(3 * RANGE + 5);
    const read = async (key = "big"): Promise<Buffer> => buffer(Readable.from(await store.get(key)));
    beforeEach(() => {
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

  describe("to writing", () => {
    const put = (parts: number): Promise<unknown> => {
      const chunks = Array.from({ length: parts }, () => randomBytes(5 * MIB));
      return store.putNew("new", Readable.from(chunks));
    };

    it("none: stored", async () => {
      await put(1);
      s3.objects.clear();
      await put(2);
      expect([s3.objects.get("new")?.length, s3.uploads.size]).toEqual([10 * MIB, 0]);
    });

    const WRONG_CRC = { "x-amz-checksum-crc32": "AAAAAA==" };
    const ODD: readonly (readonly [
      operation: string,
      name: string,
      problem: string,
      how: Change,
      left?: number,
    ])[] = [
      ["PutObject", "no ETag", "no ETag", headers({ etag: undefined })],
      ["PutObject", "another checksum", "another checksum", headers(WRONG_CRC)],
      ["PutObject", "a page of a captive portal", "no ETag", html],
      ["CreateMultipartUpload", "no id", "no id of the upload", text(/<UploadId>[^<]*<\/UploadId>/, ""), 1],
      [
        "CreateMultipartUpload",
        "an empty id",
        "no id of the upload",
        text(/<UploadId>[^<]*<\/UploadId>/, "<UploadId/>"),
        1,
      ],
      [
        "CreateMultipartUpload",
        "two ids",
        "cannot be read",
        text("<UploadId>", "<UploadId>a</UploadId><UploadId>"),
        1,
      ],
      ["CompleteMultipartUpload", "two ETags", "cannot be read", text("<ETag>", "<ETag>a</ETag><ETag>")],
      ["CreateMultipartUpload", "another key", "another key", text("<Key>new<", "<Key>old<"), 1],
      ["CreateMultipartUpload", "another bucket", "another bucket", text("<Bucket>b<", "<Bucket>c<"), 1],
      ["CreateMultipartUpload", "another document", "no id of the upload", html, 1],
      ["UploadPart", "no ETag", "no ETag", headers({ etag: undefined })],
      ["UploadPart", "an empty ETag", "no ETag", headers({ etag: '""' })],
      ["UploadPart", "another checksum", "another checksum", headers(WRONG_CRC)],
      ["CompleteMultipartUpload", "no ETag", "no ETag", text(/<ETag>[^<]*<\/ETag>/, "")],
      ["CompleteMultipartUpload", "another key", "another key", text("<Key>new<", "<Key>old<")],
      ["CompleteMultipartUpload", "another bucket", "another bucket", text("<Bucket>b<", "<Bucket>c<")],
      [
        "CompleteMultipartUpload",
        "another checksum",
        "another checksum",
        text("</Key>", "</Key><ChecksumCRC32>AAAAAA==</ChecksumCRC32>"),
      ],
      ["CompleteMultipartUpload", "a page of a captive portal", "", html],
    ];
    for (const [operation, name, problem, how, left = 0] of ODD)
      it(`fails when ${operation} is answered with ${name}, and leaves no upload that it knows of`, async () => {
        change(operation, how);
        await expect(put(operation === "PutObject" ? 1 : 2)).rejects.toMatchObject(bad(problem));
        expect(s3.uploads.size).toBe(left);
      });

    const failed = instead(200, "<Error><Code>InternalError</Code><Message>again</Message></Error>");

    it("fails when completing is answered with an error and status 200, and the object is not there", async () => {
      change("CompleteMultipartUpload", (reply, request) => {
        s3.objects.clear();
        return failed(reply, request);
      });
      await expect(put(2)).rejects.toMatchObject({ exit: "unavailable" });
    }, 60_000);

    /** Does what is asked for, and then says something else; whoever asks again hears that there is no such upload. */
    const LOST: readonly (readonly [string, S3Endpoint["change"]])[] = [
      ["an error and status 200", failed],
      ["a closed connection", () => "cut"],
    ];
    it.each(LOST)(
      "knows that completing was done when it is answered with %s",
      async (_, how) => {
        let answered = 0;
        s3.change = (reply, request) => {
          if (request.operation !== "CompleteMultipartUpload") return reply;
          answered += 1;
          return answered === 1 ? how(reply, request) : reply;
        };
        await put(2);
        expect(answered).toBe(2);
        expect([s3.objects.get("new")?.length, s3.uploads.size]).toEqual([10 * MIB, 0]);
      },
      60_000,
    );

    it("does not take the object of another for its own, nor any when the first reply refuses", async () => {
      s3.change = (reply, request) => {
        if (request.operation !== "CompleteMultipartUpload") return reply;
        s3.objects.set("new", randomBytes(10 * MIB));
        return "cut";
      };
      await expect(put(2)).rejects.toMatchObject({ exit: "unavailable" });
      s3.change = (reply) => reply;
      await expect(put(2)).rejects.toMatchObject({ exit: "conflict" });
      expect(s3.count("HeadObject")).toBe(1);
    }, 60_000);
  });
});
