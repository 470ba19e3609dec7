/** Credentials as a node gets them: from a service, for a time. */
import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eventually } from "../../helpers/eventually";
import { startPlugin, stopPluginsAfterEach } from "../../helpers/kms-plugin/kms-plugin-in-process";
import { type KmsEndpoint, kmsEndpoint } from "../../helpers/servers/kms-endpoint";

const DEK = randomBytes(32);

describe("kms-plugin's credentials", () => {
  const before = { ...process.env };
  let kms: KmsEndpoint;
  let service: Server | undefined;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    for (const name of Object.keys(process.env)) if (/^AWS_(?!SDK_)/.test(name)) delete process.env[name];
    process.env.AWS_SHARED_CREDENTIALS_FILE = process.env.AWS_CONFIG_FILE = "/nonexistent";
  });
  stopPluginsAfterEach();
  afterEach(async () => {
    process.env = { ...before };
    service?.closeAllConnections();
    service?.close();
    await kms.close();
  });

  const serve = async (answer: RequestListener): Promise<string> => {
    const server = createServer(answer);
    service = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  it("expire and come anew, without a restart", async () => {
    let current = "OLD";
    process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = await serve((_request, response) => {
      const Expiration = new Date(Date.now() + 60_000).toISOString();
      const keys = { AccessKeyId: `AKID${current}`, SecretAccessKey: "secret", Token: "token", Expiration };
      response.setHeader("content-type", "application/json").end(JSON.stringify(keys));
    });
    const { v2, log } = await startPlugin(kms.url, {
      keys: [{ key: kms.createKey().arn }],
      probeIntervalSeconds: 0.2,
    });
    const { keyId } = await v2.status();
    kms.decide = ({ headers }) =>
      headers.authorization?.includes("AKIDOLD") === true
        ? { status: 400, name: "ExpiredTokenException" }
        : "pass";
    await eventually(async () => (await v2.status()).healthz.includes("credentials"));
    expect(log).toContainEqual(expect.objectContaining({ hint: expect.stringContaining("credentials") }));
    current = "NEW";
    await eventually(async () => (await v2.status()).healthz === "ok");
    expect((await v2.encrypt(DEK)).keyId).toBe(keyId);
  });

  it("fail with advice where the metadata service does not answer, as from a pod with one hop too many", async () => {
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = await serve(() => {});
    const { v2, log } = await startPlugin(kms.url, { keys: [{ key: kms.createKey().arn }] });
    await eventually(() => log.some(({ error }) => error === "CredentialsProviderError"));
    expect(log).toContainEqual(
      expect.objectContaining({ hint: expect.stringContaining("metadata hop limit") }),
    );
    await expect(v2.encrypt(DEK)).rejects.toMatchObject({ details: expect.stringContaining("credentials") });
    expect(kms.seen).toEqual([]);
  });
});
