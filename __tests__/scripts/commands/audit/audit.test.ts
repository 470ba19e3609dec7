/** Against a server of our own that speaks LookupEvents as AWS documents it: no emulator has CloudTrail's history. */
import type { Services } from "../../../../scripts/commands/io";
import { cloudtrailEvents } from "../../../../scripts/core/audit/cloudtrail-events";
import { services } from "../../../../scripts/services";
import {
  aliasRecord,
  decrypted,
  denied,
  KEY_ARN,
  kmsRecord,
  OTHER_KEY_ARN,
  type TrailRecord,
} from "../../../helpers/judging/cloudtrail-records";
import { sealstack } from "../../../helpers/processes/cli";
import { type CloudTrailEndpoint, cloudTrailEndpoint } from "../../../helpers/servers/cloudtrail-endpoint";

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

const NOW = new Date("2026-01-03T00:00:00Z");
const ROLE = "arn:aws:iam::111122223333:role/app";
let number = 0;
const numbered = (record: TrailRecord, minute = 0): TrailRecord => ({
  ...record,
  eventID: `event-${++number}`,
  eventTime: new Date(Date.parse("2026-01-02T03:00:00Z") + minute * 60_000).toISOString(),
});

describe("sealstack audit", () => {
  let trail: CloudTrailEndpoint;
  beforeEach(async () => {
    trail = await cloudTrailEndpoint();
  });
  afterEach(() => trail.close());

  /** Without waiting between requests. */
  const quick = (): Services => ({
    ...services,
    keyEvents: async (_settings, keyArn) => cloudtrailEvents(keyArn, { endpoint: trail.url }, 0),
  });
  const run = async (...argv: string[]) =>
    sealstack(["audit", "--key", KEY_ARN, ...argv], { env: {}, now: () => NOW, services: quick() });
  const audit = async (...argv: string[]) => {
    const { status, stdout, stderr } = await run(...argv, "--json");
    expect([status, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout.toString());
  };

  it("tells failed decrypts first, those that the key is no resource of included, by who, error and names of the context", async () => {
    const context = { "sealstack:purpose": "backup", tier: "a secret value" };
    const wrongContext = {
      ...decrypted(),
      errorCode: "InvalidCiphertextException",
      requestParameters: { keyId: KEY_ARN, encryptionContext: context },
    };
    trail.records = [
      numbered(decrypted(), 50),
      numbered(denied("Decrypt"), 1),
      numbered(denied("Decrypt"), 2),
      numbered(wrongContext, 3),
      numbered(denied("Decrypt", OTHER_KEY_ARN), 4), // another key's
      numbered(
        { ...denied("Decrypt"), errorMessage: "the ciphertext refers to a key that does not exist" },
        5,
      ),
      numbered(denied("GenerateDataKey"), 6),
      numbered(kmsRecord("DisableKey", { readOnly: false }), 7),
    ];
    const { keys } = await audit();
    expect(keys).toHaveLength(1);
    const [{ counts, groups, complete, region }] = keys;
    expect([counts, complete, region]).toEqual([
      { "failed decrypt": 4, failed: 1, change: 1, use: 1 },
      true,
      "eu-central-1",
    ]);
    expect(groups.map(({ kind, event, error, count }: never) => [kind, event, error, count])).toEqual([
      ["failed decrypt", "Decrypt", "AccessDenied", 1],
      ["failed decrypt", "Decrypt", "InvalidCiphertextException", 1],
      ["failed decrypt", "Decrypt", "AccessDenied", 2],
      ["failed", "GenerateDataKey", "AccessDenied", 1],
      ["change", "DisableKey", undefined, 1],
      ["use", "Decrypt", undefined, 1],
    ]);
    expect(groups[0]).toMatchObject({ namesKey: false });
    expect(groups[1]).toMatchObject({ contextKeys: ["sealstack:purpose", "tier"], namesKey: true });
    expect(groups[2]).toMatchObject({
      principal: ROLE,
      first: "2026-01-02T03:01:00.000Z",
      last: "2026-01-02T03:02:00.000Z",
    });
    const text = await run();
    expect(text.stdout.toString()).toContain("context of sealstack:purpose, tier");
    for (const shown of [text.stdout.toString(), JSON.stringify(keys)]) expect(shown).not.toContain("secret");
  });

  it("asks for the time that is given, and says what CloudTrail does not have", async () => {
    const data = await audit("--since", "2026-01-01", "--until", "2026-01-02T00:00:00Z");
    expect(trail.lookups().map(({ LookupAttributes: [first] }) => first?.AttributeValue)).toEqual([
      "Decrypt",
      "ReEncrypt",
      "GenerateDataKey",
      KEY_ARN,
    ]);
    for (const { StartTime, EndTime } of trail.lookups())
      expect([StartTime, EndTime]).toEqual([
        Date.parse("2026-01-01T00:00:00Z") / 1000,
        Date.parse("2026-01-02T00:00:00Z") / 1000,
      ]);
    expect(data.notShown.join("\n")).toMatch(/15 minutes.*data events.*another account/s);
    const { stdout } = await run();
    for (const each of data.notShown) expect(stdout.toString()).toContain(each);
  });

  it("asks CloudTrail where the environment says, and at most twice a second", async () => {
    const env = { AWS_ENDPOINT_URL_CLOUDTRAIL: trail.url };
    const begun = performance.now();
    expect(await sealstack(["audit", "--key", KEY_ARN], { env, now: () => NOW })).toMatchObject({
      status: 0,
    });
    expect(performance.now() - begun).toBeGreaterThan(3 * 500);
    expect(trail.asked).toHaveLength(4);
    expect(trail.asked[0]?.headers.authorization).toContain("/eu-central-1/cloudtrail/");
  });

  it("reads as many pages as it may, and says that there are more", async () => {
    trail.records = Array.from({ length: 120 }, (_, minute) => numbered(decrypted(), minute));
    const cut = await audit("--max-pages", "1");
    expect(cut.keys[0]).toMatchObject({ complete: false, counts: { use: 50 } });
    expect(cut.keys[0].lookups[3]).toMatchObject({
      attribute: "ResourceName",
      events: 50,
      complete: false,
      oldest: "2026-01-02T04:10:00.000Z",
    });
    const text = (await run("--max-pages", "1")).stdout.toString();
    expect(text).toContain("the newest 50 events, back to 2026-01-02T04:10:00.000Z");
    expect(trail.lookups().every(({ NextToken }) => NextToken === undefined)).toBe(true);
  });

  it("reads all pages, each event once", async () => {
    trail.records = Array.from({ length: 60 }, (_, minute) =>
      numbered({ ...decrypted(), errorCode: "X" }, minute),
    );
    expect((await audit()).keys[0]).toMatchObject({ complete: true, counts: { "failed decrypt": 60 } });
  });

  it("names services, users and aliases for what they are", async () => {
    const arn = "arn:aws:iam::111122223333:user/alice";
    trail.records = [
      numbered({ ...decrypted(), userIdentity: { type: "IAMUser", arn, invokedBy: "s3.amazonaws.com" } }, 2),
      numbered(
        { ...decrypted(), userIdentity: { type: "AWSService", invokedBy: "backup.amazonaws.com" } },
        1,
      ),
      numbered(aliasRecord("UpdateAlias", "alias/backups", undefined, KEY_ARN)),
    ];
    const { keys } = await audit();
    expect(keys[0].groups).toMatchObject([
      { kind: "change", event: "UpdateAlias" },
      { principal: arn, through: "s3.amazonaws.com" },
      { principal: "backup.amazonaws.com" },
    ]);
    const text = (await run()).stdout.toString();
    expect(text).toContain(`${arn} through s3.amazonaws.com`);
    expect(text).not.toContain("backup.amazonaws.com through");
  });

  it("looks an alias up first", async () => {
    const keyLife = async () => ({ arnOf: async () => KEY_ARN }) as never;
    const argv = ["audit", "--key", "alias/backups", "--json"];
    const ran = await sealstack(argv, { env: {}, now: () => NOW, services: { ...quick(), keyLife } });
    expect(JSON.parse(ran.stdout.toString()).keys).toMatchObject([{ key: KEY_ARN }]);
  });

  it.each([
    [["--since", "91d"], 2, "90 days"],
    [["--since", "0h"], 2, "before --until"],
    [["--since", "1h", "--until", "2h"], 2, "before --until"],
    [["--max-pages", "0"], 2, "--max-pages"],
    [["--since", "yesterday"], 2, "--since"],
  ])("refuses %j", async (argv, status, words) => {
    expect(await run(...argv)).toMatchObject({ status, stderr: expect.stringContaining(words) });
    expect(trail.asked).toEqual([]);
  });

  it("says what it needs where nothing names a key", async () => {
    const ran = await sealstack(["audit"], { env: {}, now: () => NOW });
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining("--key") });
  });

  it.each([
    ["AccessDeniedException", 400, 8, 1],
    ["InvalidTimeRangeException", 400, 14, 1],
  ])("says that CloudTrail refuses with %s", async (name, code, status, requests) => {
    trail.instead = () => ({ status: code, body: JSON.stringify({ __type: name, message: "no" }) });
    expect(await run()).toMatchObject({
      status,
      stderr: expect.stringContaining("look up events of Decrypt"),
    });
    expect(trail.asked).toHaveLength(requests);
  });

  it("tries again when somebody else uses up the account's two requests", async () => {
    let left = 1;
    trail.instead = () =>
      left-- > 0
        ? { status: 400, body: JSON.stringify({ __type: "ThrottlingException", message: "Rate exceeded" }) }
        : undefined;
    expect((await run()).status).toBe(0);
    expect(trail.asked).toHaveLength(5);
  });

  it.each([
    ["a record that is no JSON", { Events: [{ CloudTrailEvent: "{ secret" }] }],
    ["no record", { Events: [{ EventId: "x" }] }],
    ["a record without its time", { Events: [{ CloudTrailEvent: '{"eventID":"a","eventName":"secret"}' }] }],
    ["a circle of pages", { Events: [], NextToken: "again" }],
  ])("believes nothing of %s, and quotes nothing", async (_, body) => {
    trail.instead = () => ({ status: 200, body: JSON.stringify(body) });
    const ran = await run();
    expect(ran).toMatchObject({ status: 15, stderr: expect.stringContaining("cannot look up events") });
    expect(ran.stderr).not.toContain("secret");
  });
});
