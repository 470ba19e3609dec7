import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { endpointOf, isAwsHost } from "../../../../scripts/clients/settings/endpoint";
import { startPlugin, stopPluginsAfterEach } from "../../../helpers/kms-plugin/kms-plugin-in-process";
import { sealstack } from "../../../helpers/processes/cli";
import { kmsEndpoint } from "../../../helpers/servers/kms-endpoint";
import { oddServer } from "../../../helpers/servers/odd-server";
import { useTempDir } from "../../../helpers/temp-dir";

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

type Variables = Readonly<Record<string, string>>;

const PROFILES = `
[default]
endpoint_url = http://profile
services = mine
[profile plain]
endpoint_url = http://plain
[profile off]
endpoint_url = http://off
ignore_configured_endpoint_urls = true
[profile lost]
services = nowhere
[profile bad]
endpoint_url = nonsense
[services mine]
s3 =
  endpoint_url = http://services-s3
`;

describe("the endpoint of a service", () => {
  const dir = useTempDir();
  const before = { ...process.env };
  const closers: (() => Promise<void>)[] = [];
  beforeEach(() => {
    process.env.AWS_CONFIG_FILE = join(dir(), "config");
    writeFileSync(join(dir(), "config"), PROFILES);
  });
  stopPluginsAfterEach();
  afterEach(async () => {
    process.env = { ...before };
    for (const close of closers.splice(0)) await close();
  });

  it.each<[Variables, string | undefined, string | undefined]>([
    [{}, "http://services-s3", "http://profile"],
    [{ AWS_PROFILE: "plain" }, "http://plain", "http://plain"],
    [{ AWS_PROFILE: "other" }, undefined, undefined],
    [{ AWS_ENDPOINT_URL: "http://all" }, "http://all", "http://all"],
    [{ AWS_ENDPOINT_URL: "http://all", AWS_ENDPOINT_URL_S3: "http://s3" }, "http://s3", "http://all"],
    [{ AWS_ENDPOINT_URL: "http://all", AWS_ENDPOINT_URL_KMS: "http://kms" }, "http://all", "http://kms"],
    [{ AWS_ENDPOINT_URL_KMS: "http://kms" }, "http://services-s3", "http://kms"],
    [{ AWS_ENDPOINT_URL: "", AWS_ENDPOINT_URL_S3: "" }, "http://services-s3", "http://profile"],
    [{ AWS_ENDPOINT_URL: "http://all", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, undefined, undefined],
    [
      { AWS_ENDPOINT_URL: "http://all", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false" },
      "http://all",
      "http://all",
    ],
    [{ AWS_ENDPOINT_URL: "http://all", AWS_PROFILE: "off" }, undefined, undefined],
    [{ AWS_PROFILE: "off", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false" }, "http://off", "http://off"],
  ])("with %j is %s for S3 and %s for KMS", async (awsVariables, s3, kms) => {
    expect(await endpointOf("s3", { awsVariables })).toBe(s3);
    expect(await endpointOf("kms", { awsVariables })).toBe(kms);
    expect(await endpointOf("s3", { endpoint: "http://flag", awsVariables })).toBe("http://flag");
  });

  it.each([
    ["lost", "section of services"],
    ["bad", "must be a URL"],
  ])("fails for the profile '%s'", async (profile, words) => {
    await expect(endpointOf("s3", { awsVariables: { AWS_PROFILE: profile } })).rejects.toMatchObject({
      exit: "usage",
      message: expect.stringContaining(words),
    });
  });

  it.each([
    ["https://s3.eu-central-1.amazonaws.com", true],
    ["https://s3.cn-north-1.amazonaws.com.cn", true],
    ["https://s3.dualstack.eu-central-1.amazonaws.com", true],
    ["https://bucket.vpce-1a2b-5c6d.s3.eu-central-1.vpce.amazonaws.com", true],
    ["https://s3.eusc-de-east-1.amazonaws.eu", true],
    ["https://s3.us-iso-east-1.c2s.ic.gov", true],
    ["http://localhost:4566", false],
    ["http://10.0.0.1:9000", false],
    ["https://minio.example.org", false],
    ["https://s3.amazonaws.com.example.org", false],
    ["https://notamazonaws.com", false],
  ])("%s is one of AWS: %s", (url, aws) => {
    expect(isAwsHost(url)).toBe(aws);
  });

  it("is that of the service, for the command line: a bucket stands in the path where the host is not AWS", async () => {
    const urls: (string | undefined)[] = [];
    const s3 = await oddServer((outgoing, incoming) => {
      urls.push(incoming?.url);
      outgoing.end("<ListBucketResult></ListBucketResult>");
    });
    const kms = await kmsEndpoint();
    closers.push(
      () => s3.close(),
      () => kms.close(),
    );
    const env = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_KMS: kms.url,
    };
    const region = ["--region", "eu-central-1"];
    await sealstack(["list", "--bucket", "my-bucket", ...region], { env });
    expect(urls).toEqual([expect.stringMatching(/^\/my-bucket\/?\?/)]);
    const encrypt = ["encrypt", "--key", kms.createKey().arn, ...region];
    const options = { env, stdin: Buffer.from("text") };
    expect(await sealstack(encrypt, options)).toMatchObject({ status: 0 });
    expect(await sealstack([...encrypt, "--endpoint-url", "http://127.0.0.1:1"], options)).toMatchObject({
      status: 12,
    });
  });

  it("is that of KMS, for the plugin", async () => {
    const kms = await kmsEndpoint();
    closers.push(() => kms.close());
    Object.assign(process.env, { AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_ENDPOINT_URL_KMS: kms.url });
    const { v2 } = await startPlugin(undefined, { keys: [{ key: kms.createKey().arn }] });
    expect((await v2.encrypt(Buffer.alloc(32))).ciphertext).toHaveLength(185);
  });
});
