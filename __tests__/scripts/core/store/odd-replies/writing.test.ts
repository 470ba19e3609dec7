import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import type { ObjectStore } from "../../../../../scripts/core/ports";
import {
  bad,
  type Change,
  headers,
  html,
  instead,
  type OddReplies,
  text,
  useOddReplies,
} from "../../../../helpers/servers/odd-replies";
import type { S3Endpoint } from "../../../../helpers/servers/s3-endpoint";

const MIB = 1024 ** 2;

describe("odd replies of S3 to writing", () => {
  const replies = useOddReplies();
  let s3: S3Endpoint;
  let store: ObjectStore;
  let change: OddReplies["change"];
  beforeEach(() => {
    ({ s3, store, change } = replies());
  });

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
