/** Archived objects, before a server that answers as the S3 API Reference says: no emulator lets hours pass. */
import { s3Store } from "../../../../scripts/core/store";
import {
  type Answer,
  type AnsweringServer,
  type Asked,
  answeringServer,
} from "../../../helpers/servers/answering-server";

let answers: (asked: Asked) => Answer;
let server: AnsweringServer;
const before = { ...process.env };

beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
  server = await answeringServer((asked) => answers(asked));
});
afterAll(async () => {
  process.env = before;
  await server.close();
});

/** Heads in their order, the last one again and again. */
function archive(heads: readonly Record<string, string>[], restore: Answer = { status: 202 }): void {
  const left = [...heads];
  answers = ({ method }) => {
    if (method !== "HEAD") return restore;
    const headers = (left.length > 1 ? left.shift() : left[0]) ?? {};
    return { status: 200, headers };
  };
}

const rehydrate = async (tier: "Expedited" | "Standard" | "Bulk" = "Standard", days = 7) => {
  const from = server.asked.length;
  const store = s3Store({ bucket: "b", region: "eu-central-1", endpoint: server.url });
  const found = await store.rehydrate?.("t/x", { tier, days });
  const asked = server.asked.slice(from);
  return { found, asked: asked.map(({ method, url }) => `${method} ${url}`), body: asked[1]?.body };
};

const GLACIER = { "x-amz-storage-class": "GLACIER" };
const ONGOING = { "x-amz-restore": 'ongoing-request="true"' };
const BACK = { "x-amz-restore": 'ongoing-request="false", expiry-date="Fri, 21 Dec 2035 00:00:00 GMT"' };

describe("rehydrate", () => {
  it.each([
    ["GLACIER", "Expedited", "1 to 5 minutes"],
    ["GLACIER", "Standard", "3 to 5 hours"],
    ["GLACIER", "Bulk", "5 to 12 hours"],
    ["DEEP_ARCHIVE", "Standard", "up to 12 hours"],
    ["DEEP_ARCHIVE", "Bulk", "up to 48 hours"],
  ] as const)(
    "asks for an object in %s with %s, and says how long that takes",
    async (storageClass, tier, takes) => {
      const head = { "x-amz-storage-class": storageClass };
      archive([head, { ...head, ...ONGOING }]);
      const { found, asked, body } = await rehydrate(tier, 3);
      expect(found).toEqual({ state: "asked", takes });
      expect(asked).toEqual(["HEAD /b/t/x", "POST /b/t/x?restore=", "HEAD /b/t/x"]);
      expect(body).toContain("<Days>3</Days>");
      expect(body).toContain(`<Tier>${tier}</Tier>`);
    },
  );

  it.each(["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"])(
    "asks for the tier %s without a number of days",
    async (status) => {
      archive([{ "x-amz-storage-class": "INTELLIGENT_TIERING", "x-amz-archive-status": status }]);
      const { found, body } = await rehydrate();
      expect(found?.state).toBe("asked");
      expect(body).not.toContain("Days");
    },
  );

  it("does not ask twice", async () => {
    archive([{ ...GLACIER, ...ONGOING }]);
    expect(await rehydrate()).toMatchObject({ found: { state: "on its way" }, asked: ["HEAD /b/t/x"] });
    archive([{ ...GLACIER, ...BACK }]);
    expect(await rehydrate()).toMatchObject({
      found: { state: "back", until: new Date("2035-12-21T00:00:00Z") },
      asked: ["HEAD /b/t/x"],
    });
  });

  it("takes it well that somebody else has just asked", async () => {
    const body = "<Error><Code>RestoreAlreadyInProgress</Code><Message>in progress</Message></Error>";
    archive([GLACIER, { ...GLACIER, ...ONGOING }], { status: 409, body });
    expect((await rehydrate()).found?.state).toBe("asked");
  });

  it.each([
    [{}],
    [{ "x-amz-storage-class": "STANDARD_IA" }],
    [{ "x-amz-storage-class": "GLACIER_IR" }],
    [{ "x-amz-storage-class": "INTELLIGENT_TIERING" }],
  ])("has nothing to do for %j", async (head) => {
    archive([head]);
    expect(await rehydrate()).toMatchObject({ found: { state: "there" }, asked: ["HEAD /b/t/x"] });
  });

  it.each([
    [503, "GlacierExpeditedRetrievalNotAvailable", "unavailable", "no capacity for expedited retrievals"],
    [403, "AccessDenied", "accessDenied", "AWS denied the request"],
    [501, "NotImplemented", "refused", "the server cannot do that"],
  ])("fails with %i %s in words", async (status, code, exit, words) => {
    archive([GLACIER], { status, body: `<Error><Code>${code}</Code><Message>m</Message></Error>` });
    await expect(rehydrate("Expedited")).rejects.toMatchObject({
      exit,
      message: expect.stringContaining(words),
    });
  });

  it("fails where there is no object", async () => {
    answers = () => ({ status: 404 });
    await expect(rehydrate()).rejects.toMatchObject({ exit: "notFound" });
  });
});
