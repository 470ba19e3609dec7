import { DecryptCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { directKms } from "../../../scripts/clients/kms-direct";
import { kmsAddress } from "../../../scripts/clients/kms-direct/endpoint";
import { kmsClient } from "../../../scripts/clients/services/kms";
import { type KmsEndpoint, kmsEndpoint } from "../../helpers/servers/kms-endpoint";

const ENV = {
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "token",
  AWS_REGION: "eu-central-1",
  AWS_SDK_UA_APP_ID: "backup-host",
};
const before = { ...process.env };

let kms: KmsEndpoint;
beforeEach(async () => {
  process.env = { ...before, ...ENV };
  kms = await kmsEndpoint();
});
afterEach(async () => {
  process.env = before;
  await kms.close();
});

/** The SDK's client has the version before its package's in it, and tells (N) that it was given an endpoint. */
const withoutVersion = (header: string): string => header.replace(/3\.\d+\.\d+/g, "3").replace("m/N,", "m/");

/** One request each, by the SDK's client and by ours. */
async function both(settings: { readonly endpoint: string }) {
  const { arn } = kms.createKey();
  const sdk = kmsClient(settings);
  const direct = directKms(settings);
  const context = { purpose: "a test" };
  const plaintext = Buffer.from("what is encrypted");
  await sdk.send(new EncryptCommand({ KeyId: arn, Plaintext: plaintext, EncryptionContext: context }));
  await direct.send("Encrypt", { KeyId: arn, Plaintext: plaintext, EncryptionContext: context });
  sdk.destroy();
  direct.destroy();
  return kms.seen;
}

describe("a request that does not go through the SDK's client", () => {
  it("is the same one", async () => {
    const [one, other] = await both({ endpoint: kms.url });
    expect(other?.body).toEqual(one?.body);
    const differs = new Set(["amz-sdk-invocation-id", "authorization", "x-amz-date"]);
    const rest = (headers: object = {}) =>
      Object.fromEntries(
        Object.entries(headers)
          .filter(([name]) => !differs.has(name))
          .map(([name, value]) => [name, withoutVersion(value)]),
      );
    expect(rest(other?.headers)).toEqual(rest(one?.headers));
    const scope = (text = "") => text.replace(/Signature=\w+$/, "");
    expect(scope(other?.headers.authorization)).toBe(scope(one?.headers.authorization));
    expect(other?.headers["user-agent"]).toContain("app/backup-host");
  });

  it("is the same one in a function of Lambda, whose trace goes on", async () => {
    Object.assign(process.env, { AWS_LAMBDA_FUNCTION_NAME: "backup", _X_AMZN_TRACE_ID: "Root=1-2-3" });
    const traces = (await both({ endpoint: kms.url })).map(({ headers }) => headers["x-amzn-trace-id"]);
    expect(traces).toEqual(["Root=1-2-3", "Root=1-2-3"]);
  });

  it("tells who asks each time", async () => {
    const { arn } = kms.createKey();
    const direct = directKms({ endpoint: kms.url });
    const agents = async () => {
      await direct.send("Encrypt", { KeyId: arn, Plaintext: Buffer.from("x") });
      const headers = kms.seen.at(-1)?.headers;
      return [headers?.["user-agent"], headers?.["x-amz-user-agent"]].map(String);
    };
    const first = await agents();
    expect(await agents()).toEqual(first);
    expect(first[0]).toMatch(/ m\/\S*\bg\b/); // credentials of the environment, in the SDK's list of features
    direct.destroy();
  });

  it("reads the same bytes", async () => {
    const { arn } = kms.createKey();
    const direct = directKms({ endpoint: kms.url });
    const sealed = await direct.send("Encrypt", { KeyId: arn, Plaintext: Buffer.from("some bytes") });
    const CiphertextBlob = sealed.CiphertextBlob as Buffer;
    const sdk = kmsClient({ endpoint: kms.url });
    const opened = await sdk.send(new DecryptCommand({ KeyId: arn, CiphertextBlob }));
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe("some bytes");
    expect(await direct.send("Decrypt", { KeyId: arn, CiphertextBlob })).toMatchObject({
      KeyId: opened.KeyId,
      Plaintext: Buffer.from("some bytes"),
      KeyMaterialId: opened.KeyMaterialId,
    });
    sdk.destroy();
    direct.destroy();
  });

  it("is signed for the time of the server, when the clock of this host is wrong", async () => {
    const { arn } = kms.createKey();
    const served = Date.now() + 3 * 3_600_000;
    kms.decide = ({ headers }) => ({
      raw: (outgoing, good) => {
        const signed = String(headers["x-amz-date"]);
        const late = signed.slice(0, 11) !== new Date(served).toISOString().replace(/[-:]/g, "").slice(0, 11);
        const body = late ? { __type: "InvalidSignatureException", message: "Signature expired" } : good;
        outgoing.writeHead(late ? 400 : 200, { date: new Date(served).toUTCString() });
        outgoing.end(JSON.stringify(body));
      },
    });
    const direct = directKms({ endpoint: kms.url });
    await direct.send("Encrypt", { KeyId: arn, Plaintext: Buffer.from("x") });
    expect(kms.count("Encrypt")).toBe(2);
    await direct.send("Encrypt", { KeyId: arn, Plaintext: Buffer.from("x") });
    expect(kms.count("Encrypt")).toBe(3); // and stays so
    direct.destroy();
  });

  it.each([
    [500, "KMSInternalException", 3],
    [503, "ServiceUnavailable", 3],
    [400, "ThrottlingException", 3],
    [400, "DisabledException", 1],
    [400, "AccessDeniedException", 1],
  ])("is tried as often as by the SDK after %i %s, and fails with that name", async (status, name, tries) => {
    const { arn } = kms.createKey();
    kms.decide = () => ({ status, name, message: "said the server" });
    const sdk = kmsClient({ endpoint: kms.url });
    const direct = directKms({ endpoint: kms.url });
    const input = { KeyId: arn, Plaintext: Buffer.from("x") };
    const failure = async (call: Promise<unknown>) => {
      const error = (await call.then(
        () => new Error("no failure"),
        (thrown: unknown) => thrown,
      )) as Error & { $fault?: string; $metadata?: { httpStatusCode?: number } };
      const { message, $fault, $metadata } = error;
      return { name: error.name, message, $fault, status: $metadata?.httpStatusCode };
    };
    const expected = await failure(sdk.send(new EncryptCommand(input)));
    expect(kms.seen.length).toBe(tries);
    expect(await failure(direct.send("Encrypt", input))).toEqual(expected);
    expect(kms.seen.length).toBe(2 * tries);
    expect(expected).toMatchObject({ name, status });
    sdk.destroy();
    direct.destroy();
  });

  it.each([
    ["a type with a namespace", {}, { __type: "com.amazonaws.kms#NotFoundException" }, "NotFoundException"],
    ["a type with a URL behind it", {}, { __type: "NotFoundException:http://x/" }, "NotFoundException"],
    ["a code", {}, { code: "NotFoundException" }, "NotFoundException"],
    ["a header", { "x-amzn-errortype": "NotFoundException:http://x/" }, {}, "NotFoundException"],
    ["no name", {}, { message: "secret words of something in between" }, "UnknownError"],
    ["no JSON", {}, "<html>secret words</html>", "UnknownError"],
  ])("takes the name of a failure from %s", async (_where, headers, body, name) => {
    const { arn } = kms.createKey();
    kms.decide = () => ({
      raw: (outgoing) =>
        void outgoing
          .writeHead(404, headers)
          .end(typeof body === "string" ? body : JSON.stringify({ message: "gone", ...body })),
    });
    const direct = directKms({ endpoint: kms.url }, { maxAttempts: 1 });
    const error = (await direct.send("DescribeKey", { KeyId: arn }).catch((thrown) => thrown)) as Error;
    expect(error.name).toBe(name);
    if (name === "UnknownError") expect(JSON.stringify(error) + error.message).not.toContain("secret");
    direct.destroy();
  });
});

describe("the address of KMS", () => {
  const flags = [false, true] as const;
  const regions = [
    "eu-central-1",
    "us-gov-west-1",
    "cn-north-1",
    "us-iso-east-1",
    "eusc-de-east-1",
    "xx-new-9",
  ];
  const cases = regions.flatMap((region) =>
    flags.flatMap((fips) =>
      flags.flatMap((dualStack) =>
        [undefined, "https://kms.example.org:8443/base"].map((endpoint) => ({
          region,
          fips,
          dualStack,
          endpoint,
        })),
      ),
    ),
  );

  it.each(cases)("is the SDK's own for %j", ({ region, fips, dualStack, endpoint }) => {
    const { config } = new KMSClient({ region });
    const outcome = (address: () => URL): string => {
      try {
        return address().href;
      } catch (error) {
        return String(error);
      }
    };
    const rules = () =>
      config.endpointProvider({
        Region: region,
        UseFIPS: fips,
        UseDualStack: dualStack,
        ...(endpoint === undefined ? {} : { Endpoint: endpoint }),
      }).url;
    expect(outcome(() => kmsAddress({ region, fips, dualStack, endpoint }))).toBe(outcome(rules));
  });
});
