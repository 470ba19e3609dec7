/** What `doctor` asks AWS, against servers of our own that answer as AWS documents it. */
import type { Inspection } from "../../../../scripts/core/doctor/ports";
import { services } from "../../../../scripts/services";
import { resolveSettings } from "../../../../scripts/settings/config";
import {
  type Answer,
  type AnsweringServer,
  answeringServer,
} from "../../../helpers/servers/answering-server";
import { type ProxyServer, proxyServer } from "../../../helpers/servers/proxy-server";

const ENV = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "eu-central-1",
  AWS_EC2_METADATA_DISABLED: "true",
};
const ROLE = "arn:aws:iam::111122223333:role/writer";
const NEED = { action: "s3:PutObject", resource: "arn:aws:s3:::b/k", context: { "s3:if-none-match": "*" } };

describe("the inspection of AWS", () => {
  const before = { ...process.env };
  let server: AnsweringServer;
  let proxy: ProxyServer | undefined;
  let answer: (url: string) => Answer;
  const inspect = (endpointUrl: string): Inspection => {
    const settings = resolveSettings({ bucket: "backups", endpointUrl }, process.env);
    return services.inspection(settings, new AbortController().signal);
  };
  const looks = (): Inspection => inspect(server.url);
  beforeEach(async () => {
    for (const name of Object.keys(process.env)) if (/^AWS_|_proxy$/i.test(name)) delete process.env[name];
    Object.assign(process.env, ENV, { AWS_CONFIG_FILE: "/nowhere", AWS_SHARED_CREDENTIALS_FILE: "/nowhere" });
    server = await answeringServer(({ url }) => answer(url));
  });
  afterEach(async () => {
    process.env = { ...before };
    await server.close();
    await proxy?.close();
    proxy = undefined;
  });

  it.each<[string, object, string, string | undefined]>([
    ["variables", {}, "variables of the environment", undefined],
    [
      "variables that end",
      { AWS_SESSION_TOKEN: "token", AWS_CREDENTIAL_EXPIRATION: "2030-01-01T00:00:00Z" },
      "variables of the environment",
      "2030-01-01T00:00:00.000Z",
    ],
  ])("knows the source and the end of credentials in %s", async (_, variables, source, end) => {
    Object.assign(process.env, variables);
    const found = await looks().credentials();
    expect([found.source, found.expires?.toISOString()]).toEqual([source, end]);
    expect(JSON.stringify(found)).not.toContain("test");
  });

  it("says that there are no credentials", async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    await expect(looks().credentials()).rejects.toMatchObject({ exit: "credentials" });
    expect(await looks().metadata()).toBe("off");
  });

  it("takes whatever gives a token for a metadata service", async () => {
    delete process.env.AWS_EC2_METADATA_DISABLED;
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = server.url;
    answer = () => ({ status: 200, body: "token" });
    expect(await looks().metadata()).toBe("answers");
    answer = () => ({ status: 404 });
    expect(await looks().metadata()).toBe("silent");
  });

  it("reaches an endpoint that refuses, and reads its clock", async () => {
    const date = "Sat, 28 Nov 2026 12:00:00 GMT";
    answer = () => ({ status: 403, headers: { date } });
    expect(await looks().reach("kms")).toEqual({
      url: server.url,
      addresses: ["127.0.0.1"],
      proxy: undefined,
      serverTime: new Date(date),
    });
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it("goes through the proxy, whose password it does not tell", async () => {
    answer = () => ({ status: 403 });
    proxy = await proxyServer({ port: Number(new URL(server.url).port) });
    process.env.http_proxy = proxy.url.replace("//", "//me:secret@");
    const found = await inspect("http://kms.sealstack.test").reach("kms");
    expect(found).toMatchObject({ proxy: proxy.url, addresses: [] });
    expect(proxy.seen).toEqual(["GET http://kms.sealstack.test/"]);
  });

  it.each([
    ["http://kms.sealstack.invalid", "cannot reach kms.sealstack.invalid"],
    ["http://127.0.0.1:1", "nothing listens there"],
  ])("says why %s cannot be reached", async (url, words) => {
    await expect(inspect(url).reach("s3")).rejects.toMatchObject({
      exit: "unavailable",
      summary: expect.stringContaining(words),
    });
  });

  it.each(["kms", "s3"] as const)(
    "asks AWS's own endpoint of %s where nobody says another",
    async (service) => {
      proxy = await proxyServer({ port: Number(new URL(server.url).port), status: 403 });
      process.env.https_proxy = proxy.url;
      const settings = resolveSettings({}, process.env);
      const asked = services.inspection(settings, new AbortController().signal).reach(service);
      await expect(asked).rejects.toMatchObject({ summary: expect.stringContaining("proxy") });
      expect(proxy.seen).toEqual([`CONNECT ${service}.eu-central-1.amazonaws.com:443`]);
    },
  );

  it("reads how the bucket is set", async () => {
    answer = (url) => ({
      status: 200,
      body: url.includes("encryption")
        ? "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>key</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"
        : url.includes("ownershipControls")
          ? "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>"
          : "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
    });
    expect(await looks().bucket()).toEqual({
      encryption: { algorithm: "aws:kms", keyId: "key" },
      ownership: "BucketOwnerEnforced",
      publicAccessBlocked: false,
    });
  });

  it.each([
    [
      "NoSuchPublicAccessBlockConfiguration",
      404,
      { encryption: undefined, ownership: undefined, publicAccessBlocked: false },
    ],
    ["AccessDenied", 403, { encryption: "unknown", ownership: "unknown", publicAccessBlocked: "unknown" }],
  ])("takes %s for what it says", async (code, status, expected) => {
    answer = () => ({ status, body: `<Error><Code>${code}</Code><Message>no</Message></Error>` });
    expect(await looks().bucket()).toEqual(expected);
  });

  const simulated = (result: string): Answer => ({
    status: 200,
    body: `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>${result}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
  });

  it.each<[string, object]>([
    ["<EvalDecision>allowed</EvalDecision>", { allowed: true, explicit: false }],
    [
      "<EvalDecision>implicitDeny</EvalDecision>",
      { allowed: false, explicit: false, policies: [], above: undefined },
    ],
    [
      "<EvalDecision>explicitDeny</EvalDecision><MatchedStatements><member><SourcePolicyId>guard</SourcePolicyId></member></MatchedStatements>",
      { allowed: false, explicit: true, policies: ["guard"] },
    ],
    [
      "<EvalDecision>implicitDeny</EvalDecision><OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>",
      { allowed: false, above: "the organization" },
    ],
    [
      "<EvalDecision>implicitDeny</EvalDecision><PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>",
      { allowed: false, above: "the permissions boundary" },
    ],
  ])("reads what IAM simulates: %s", async (result, decision) => {
    answer = () => simulated(`<member><EvalActionName>s3:PutObject</EvalActionName>${result}</member>`);
    expect(await looks().simulate(ROLE, NEED)).toMatchObject(decision);
    expect(Object.fromEntries(new URLSearchParams(server.asked[0]?.body))).toMatchObject({
      Action: "SimulatePrincipalPolicy",
      PolicySourceArn: ROLE,
      "ActionNames.member.1": "s3:PutObject",
      "ResourceArns.member.1": "arn:aws:s3:::b/k",
      "ContextEntries.member.1.ContextKeyName": "s3:if-none-match",
      "ContextEntries.member.1.ContextKeyValues.member.1": "*",
    });
  });

  it("believes no simulation without a decision", async () => {
    answer = () => simulated("");
    await expect(looks().simulate(ROLE, NEED)).rejects.toMatchObject({ exit: "badReply" });
  });

  describe("of requests to KMS", () => {
    const NOW = new Date("2026-11-28T12:00:00Z");
    const json = (status: number, body: object): Answer => ({
      status,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: JSON.stringify(body),
    });
    const target = (at: number): string =>
      String(server.asked[at]?.headers["x-amz-target"]).split(".")[1] ?? "";

    it.each([
      [{ Value: 20_000, Period: { PeriodValue: 1, PeriodUnit: "SECOND" } }, 20_000],
      [{ Value: 600_000, Period: { PeriodValue: 1, PeriodUnit: "MINUTE" } }, 10_000],
      [{ Value: 15_000 }, 15_000],
    ])("reads the quota of the account: %j", async (Quota, perSecond) => {
      answer = () => json(200, { Quota });
      expect(await looks().quota("eu-west-3", "symmetric")).toEqual({ of: "account", perSecond });
      expect(JSON.parse(server.asked[0]?.body ?? "")).toEqual({
        ServiceCode: "kms",
        QuotaCode: "L-6E3AF000",
      });
      expect(server.asked[0]?.headers.authorization).toContain("/eu-west-3/servicequotas/");
    });

    it.each([
      ["has none", json(400, { __type: "NoSuchResourceException", message: "no" })],
      [
        "has one without a value",
        json(200, { Quota: { ErrorReason: { ErrorCode: "SERVICE_QUOTA_NOT_AVAILABLE_ERROR" } } }),
      ],
    ])("reads AWS's default where the account %s", async (_, own) => {
      answer = () =>
        target(server.asked.length - 1) === "GetServiceQuota" ? own : json(200, { Quota: { Value: 1000 } });
      expect(await looks().quota("eu-central-1", "RSA")).toEqual({ of: "default", perSecond: 1000 });
      expect(target(1)).toBe("GetAWSDefaultServiceQuota");
    });

    it.each([
      [json(400, { __type: "AccessDeniedException" }), "accessDenied"],
      [json(501, { __type: "InternalFailure", message: "not offered" }), "unavailable"],
      [json(200, { Quota: { Value: -1 } }), "badReply"],
      [json(200, { Quota: { Value: 5, Period: { PeriodValue: 1, PeriodUnit: "AEON" } } }), "badReply"],
    ])("says why there is no answer: %j", async (reply, exit) => {
      answer = () => reply;
      await expect(looks().quota("eu-central-1", "symmetric")).rejects.toMatchObject({ exit });
    });

    it("finds the busiest minute of a day", async () => {
      const point = (hour: number, Sum: number) => ({ Timestamp: Date.UTC(2026, 10, 28, hour) / 1000, Sum });
      answer = () =>
        json(200, { Label: "CallCount", Datapoints: [point(1, 60), point(2, 720), point(3, 6)] });
      expect(await looks().busiestMinute("eu-west-3", "ECC", NOW)).toEqual({
        at: new Date("2026-11-28T02:00:00Z"),
        perSecond: 12,
      });
      const { Dimensions, ...asked } = JSON.parse(server.asked[0]?.body ?? "");
      expect(asked).toEqual({
        Namespace: "AWS/Usage",
        MetricName: "CallCount",
        StartTime: NOW.getTime() / 1000 - 86_400,
        EndTime: NOW.getTime() / 1000,
        Period: 60,
        Statistics: ["Sum"],
      });
      expect(Dimensions).toContainEqual({ Name: "Resource", Value: "CryptographicOperationsEcc" });
      expect(server.asked[0]?.headers.authorization).toContain("/eu-west-3/monitoring/");
      answer = () => json(200, { Label: "CallCount", Datapoints: [] });
      expect(await looks().busiestMinute("eu-central-1", "symmetric", NOW)).toBeUndefined();
    });

    it.each([
      [json(403, { __type: "AccessDenied" }), "accessDenied"],
      [json(200, { Datapoints: [{ Timestamp: 1 }] }), "badReply"],
    ])("believes no count that is none: %j", async (reply, exit) => {
      answer = () => reply;
      await expect(looks().busiestMinute("eu-central-1", "symmetric", NOW)).rejects.toMatchObject({ exit });
    });
  });
});
