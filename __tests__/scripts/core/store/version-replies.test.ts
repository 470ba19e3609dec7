/** What a server says of versions, delete markers, locks and lifecycle: all of it, or nothing is believed. */
import type { VersionedStore } from "../../../../scripts/core/retention/ports";
import { s3VersionedStore } from "../../../../scripts/core/store/versions";
import {
  type Answer,
  type AnsweringServer,
  type Asked,
  answeringServer,
} from "../../../helpers/servers/answering-server";
import { useTestCredentials } from "../../../helpers/test-credentials";

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const DATE = { date: "Sat, 28 Nov 2026 12:00:00 GMT" };
const ok = (body: string): Answer => ({ status: 200, body: `${XML}${body}`, headers: DATE });
const failing = (status: number, code: string): Answer => ({
  status,
  body: `${XML}<Error><Code>${code}</Code><Message>no</Message></Error>`,
});

useTestCredentials();

let server: AnsweringServer;
let answer: (asked: Asked) => Answer;
let store: VersionedStore;
beforeEach(async () => {
  server = await answeringServer((asked) => answer(asked));
  store = s3VersionedStore({ bucket: "b", region: "us-east-1", endpoint: server.url });
});
afterEach(() => server.close());

interface Entry {
  readonly key: string;
  readonly id: string;
  readonly latest?: boolean;
  readonly marker?: boolean;
  readonly at?: string;
}

const entry = ({
  key,
  id,
  latest = true,
  marker = false,
  at = "2026-11-27T01:02:03.000Z",
}: Entry): string => {
  const name = marker ? "DeleteMarker" : "Version";
  const size = marker ? "" : "<Size>7</Size><StorageClass>STANDARD_IA</StorageClass>";
  return `<${name}><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>${at}</LastModified>${size}</${name}>`;
};

const listing = (entries: readonly Entry[], more = "<IsTruncated>false</IsTruncated>"): string =>
  `<ListVersionsResult><Name>b</Name><Prefix>p/</Prefix><EncodingType>url</EncodingType>${more}${entries.map(entry).join("")}</ListVersionsResult>`;

async function listed() {
  const found = [];
  for await (const version of store.versions("p/")) found.push(version);
  return found;
}

const NEXT =
  "<IsTruncated>true</IsTruncated><NextKeyMarker>p/a</NextKeyMarker><NextVersionIdMarker>2</NextVersionIdMarker>";

describe("a listing of versions", () => {
  it("puts pages together, versions and delete markers of a key the newest first", async () => {
    const pages = [
      listing(
        [
          { key: "p/a", id: "2", latest: false },
          { key: "p/a", id: "3", marker: true, at: "2026-11-27T02:00:00Z" },
        ],
        NEXT,
      ),
      listing([
        { key: "p/a", id: "1", latest: false, at: "2026-11-26T00:00:00Z" },
        { key: "p/b%20c", id: "4" },
      ]),
    ];
    answer = ({ url }) => ok(pages[url.includes("key-marker") ? 1 : 0] ?? "");
    const found = await listed();
    expect(found.map(({ key, versionId, isDeleteMarker }) => [key, versionId, isDeleteMarker])).toEqual([
      ["p/a", "3", true],
      ["p/a", "2", false],
      ["p/a", "1", false],
      ["p/b c", "4", false],
    ]);
    expect(found[1]).toMatchObject({ size: 7, storageClass: "STANDARD_IA", isLatest: false });
    expect(server.asked[1]?.url).toMatch(/key-marker=p%2Fa&.*version-id-marker=2/);
  });

  it.each([
    ["does not say whether there is more", listing([], ""), "does not say whether there is more"],
    [
      "says it in other words",
      listing([], "<IsTruncated>no</IsTruncated>"),
      "does not say whether there is more",
    ],
    [
      "says that there is more and not where",
      listing([], "<IsTruncated>true</IsTruncated>"),
      "and not where",
    ],
    ["goes in a circle", listing([], NEXT), "go in a circle"],
    ["is of another bucket", listing([]).replace("<Name>b", "<Name>c"), "another bucket"],
    ["is of another prefix", listing([]).replace("<Prefix>p/", "<Prefix>q/"), "another prefix"],
    ["has keys of another prefix", listing([{ key: "q/a", id: "1" }]), "outside of the prefix"],
    ["has a key without an id", listing([{ key: "p/a", id: "" }]), "without a key or an id"],
    ["has no time", listing([{ key: "p/a", id: "1", at: "" }]), "the reply cannot be read"],
    ["has no size", listing([{ key: "p/a", id: "1" }]).replace(/<Size>7<\/Size>/, ""), "without a size"],
    [
      "has two latest versions",
      listing([
        { key: "p/a", id: "1" },
        { key: "p/a", id: "2", marker: true },
      ]),
      "not exactly one version is the latest",
    ],
    [
      "has no latest version",
      listing([{ key: "p/a", id: "1", latest: false }]),
      "not exactly one version is the latest",
    ],
    [
      "has a version twice",
      listing([
        { key: "p/a", id: "1" },
        { key: "p/a", id: "1", latest: false },
      ]),
      "a version twice",
    ],
    [
      "puts keys together",
      listing([]).replace("</ListV", "<CommonPrefixes><Prefix>p/x/</Prefix></CommonPrefixes></ListV"),
      "puts keys together",
    ],
    ["is a page for people", "<html><body>sign in</body></html>", "does not say whether there is more"],
  ])("that %s is not believed", async (_, body, says) => {
    answer = () => ok(body);
    await expect(listed()).rejects.toMatchObject({
      exit: "badReply",
      message: expect.stringContaining(says),
    });
  });

  it("that comes in another order is not believed", async () => {
    const pages = [listing([{ key: "p/b", id: "1" }], NEXT), listing([{ key: "p/a", id: "2" }])];
    answer = ({ url }) => ok(pages[url.includes("key-marker") ? 1 : 0] ?? "");
    await expect(listed()).rejects.toMatchObject({ exit: "badReply" });
  });

  it("that is denied is no empty one", async () => {
    answer = () => failing(403, "AccessDenied");
    await expect(listed()).rejects.toMatchObject({ exit: "accessDenied" });
  });
});

describe("a delete marker", () => {
  it.each([
    ["of which the server says nothing", {}],
    ["without an id", { "x-amz-delete-marker": "true" }],
    ["of a bucket that keeps no versions", { "x-amz-delete-marker": "true", "x-amz-version-id": "null" }],
    ["that is a deleted version", { "x-amz-delete-marker": "false", "x-amz-version-id": "7" }],
  ])("%s ends it", async (_, headers) => {
    answer = () => ({ status: 204, headers });
    await expect(store.addDeleteMarker("p/a")).rejects.toMatchObject({ exit: "badReply" });
  });

  it("is told by its id, and no request names a version", async () => {
    answer = () => ({ status: 204, headers: { "x-amz-delete-marker": "true", "x-amz-version-id": "7" } });
    expect(await store.addDeleteMarker("p/a")).toBe("7");
    expect(server.asked.map(({ url }) => url)).toEqual([expect.not.stringContaining("versionId")]);
  });

  it("that was none when it was removed ends it", async () => {
    answer = () => ({ status: 204, headers: { "x-amz-version-id": "7" } });
    await expect(store.removeDeleteMarker({ key: "p/a", versionId: "7" })).rejects.toMatchObject({
      exit: "badReply",
    });
  });
});

describe("what a bucket says of itself", () => {
  it.each([
    ["<VersioningConfiguration/>", "Disabled"],
    ["<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>", "Suspended"],
    ["<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>", "Enabled"],
  ])("%s is %s", async (body, state) => {
    answer = () => ok(body);
    expect(await store.versioning()).toBe(state);
    expect(store.serverTime()).toEqual(new Date("2026-11-28T12:00:00Z"));
  });

  it("is unknown where it may not be asked, and none where there is none", async () => {
    answer = () => failing(403, "AccessDenied");
    expect([
      await store.expirations(),
      await store.bucketLock(),
      await store.lockOf({ key: "p/a", versionId: "1" }),
    ]).toEqual(["unknown", "unknown", "unknown"]);
    answer = ({ url }) =>
      failing(
        404,
        url.includes("lifecycle") ? "NoSuchLifecycleConfiguration" : "ObjectLockConfigurationNotFoundError",
      );
    expect([await store.expirations(), await store.bucketLock()]).toEqual([[], { enabled: false }]);
    answer = () => failing(404, "NoSuchObjectLockConfiguration");
    expect(await store.lockOf({ key: "p/a", versionId: "1" })).toEqual({ legalHold: false });
  });

  it("fails where it fails otherwise", async () => {
    answer = () => failing(404, "NoSuchBucket");
    for (const ask of [store.expirations, store.bucketLock, store.versioning])
      await expect(ask()).rejects.toMatchObject({ exit: "notFound" });
  });

  it("reads rules of lifecycle as far as they remove something", async () => {
    const rule = (inner: string, status = "Enabled"): string =>
      `<Rule><Status>${status}</Status>${inner}</Rule>`;
    const noncurrent =
      "<NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays><NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionExpiration>";
    answer = () =>
      ok(
        `<LifecycleConfiguration>${rule(`<Filter><Prefix>p/</Prefix></Filter><Expiration><Days>90</Days></Expiration>${noncurrent}`)}${rule(
          `<Filter><And><Prefix>q/</Prefix><Tag><Key>a</Key><Value>b</Value></Tag><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></And></Filter>${noncurrent}`,
        )}${rule(`<Prefix>old/</Prefix>${noncurrent}`)}${rule(noncurrent, "Disabled")}${rule("<Filter/><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>")}</LifecycleConfiguration>`,
      );
    expect(await store.expirations()).toMatchObject([
      { prefix: "p/", byTags: false, currentDays: 90, noncurrentDays: 30, newerNoncurrentVersions: 2 },
      { prefix: "q/", byTags: true, size: { above: 5 } },
      { prefix: "old/", byTags: false },
    ]);
  });

  it("is not believed where it has half of a retention", async () => {
    answer = ({ url }) =>
      ok(
        url.includes("retention")
          ? "<Retention><Mode>GOVERNANCE</Mode></Retention>"
          : "<LegalHold><Status>OFF</Status></LegalHold>",
      );
    await expect(store.lockOf({ key: "p/a", versionId: "1" })).rejects.toMatchObject({ exit: "badReply" });
  });
});
