import { randomBytes } from "node:crypto";
import type { ObjectStore } from "../../../../../scripts/core/ports";
import {
  bad,
  type Change,
  html,
  instead,
  type OddReplies,
  text,
  useOddReplies,
} from "../../../../helpers/servers/odd-replies";
import type { S3Endpoint, S3Reply, S3Request } from "../../../../helpers/servers/s3-endpoint";

describe("odd replies of S3 to a listing", () => {
  const replies = useOddReplies();
  let s3: S3Endpoint;
  let store: ObjectStore;
  let change: OddReplies["change"];
  const keys = Array.from({ length: 10 }, (_, index) => `p/key-${index}`);
  const listed = async (prefix = "p/"): Promise<string[]> => {
    const found: string[] = [];
    for await (const { key } of store.list(prefix)) found.push(key);
    return found;
  };
  beforeEach(() => {
    ({ s3, store, change } = replies());
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
