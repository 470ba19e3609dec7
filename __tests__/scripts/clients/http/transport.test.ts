/** TLS with a CA of one's own and proxies, as a user sets them: real servers on loopback, through the command line and the plugin. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPlugin, stopPluginsAfterEach } from "../../../helpers/kms-plugin/kms-plugin-in-process";
import { type Ran, sealstack } from "../../../helpers/processes/cli";
import { type KmsEndpoint, kmsEndpoint } from "../../../helpers/servers/kms-endpoint";
import { type ProxyOptions, type ProxyServer, proxyServer } from "../../../helpers/servers/proxy-server";
import { type TestCa, testCa } from "../../../helpers/servers/test-ca";
import { useTempDir } from "../../../helpers/temp-dir";

process.env.AWS_ACCESS_KEY_ID ??= "test";
process.env.AWS_SECRET_ACCESS_KEY ??= "test";

const HOST = "kms.sealstack.test"; // has no address: only a proxy leads there

describe("the way to AWS", () => {
  const dir = useTempDir();
  const before = { ...process.env };
  const closers: (() => Promise<void>)[] = [];
  let ca: TestCa;
  let kms: KmsEndpoint;
  let port: number;
  beforeAll(async () => {
    ca = await testCa();
  });
  beforeEach(async () => {
    for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name];
    delete process.env.AWS_CA_BUNDLE;
    process.env.AWS_CONFIG_FILE = join(dir(), "config");
    kms = await kmsEndpoint(await ca.server([HOST], ["127.0.0.1"]));
    port = Number(new URL(kms.url).port);
    closers.push(() => kms.close());
    writeFileSync(join(dir(), "ca.pem"), `a comment\n${ca.certificate}\n`);
  });
  stopPluginsAfterEach();
  afterEach(async () => {
    process.env = { ...before };
    for (const close of closers.splice(0)) await close();
  });

  const env = (variables: Readonly<Record<string, string>>): void =>
    void Object.assign(process.env, variables);
  const trusted = (): void => env({ AWS_CA_BUNDLE: join(dir(), "ca.pem") });
  const proxy = async (options: Partial<ProxyOptions> = {}): Promise<ProxyServer> => {
    const server = await proxyServer({ port, ...options });
    closers.push(() => server.close());
    return server;
  };
  const encrypt = (url: string): Promise<Ran> => {
    const key = kms.createKey();
    const where = ["--endpoint-url", url, "--region", "eu-central-1"];
    return sealstack(["encrypt", ...where, "--key", key.arn, "--out", join(dir(), `out-${Math.random()}`)], {
      stdin: Buffer.from("text"),
    });
  };

  it("fails at a server whose CA nobody knows, and says what to do", async () => {
    const ran = await encrypt(kms.url);
    expect(ran).toMatchObject({ status: 12, stderr: expect.stringContaining("AWS_CA_BUNDLE") });
  });

  it("takes the CAs of AWS_CA_BUNDLE", async () => {
    trusted();
    expect(await encrypt(kms.url)).toMatchObject({ status: 0 });
    expect(kms.count("GenerateDataKey")).toBe(1);
  });

  it("takes the CAs of the profile", async () => {
    writeFileSync(join(dir(), "config"), `[default]\nca_bundle = ${join(dir(), "ca.pem")}\n`);
    expect(await encrypt(kms.url)).toMatchObject({ status: 0 });
  });

  it("trusts the CAs that are named, and no others", async () => {
    writeFileSync(join(dir(), "ca.pem"), (await testCa("CN=Other CA")).certificate);
    trusted();
    expect(await encrypt(kms.url)).toMatchObject({ status: 12 });
  });

  it.each([
    ["is missing", undefined],
    ["is empty", ""],
    ["holds no certificate", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"],
    ["holds a damaged one", "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n"],
  ])("fails for a bundle that %s, and shows nothing of it", async (_what, text) => {
    env({ AWS_CA_BUNDLE: join(dir(), "bad.pem") });
    if (text !== undefined) writeFileSync(join(dir(), "bad.pem"), text);
    const ran = await encrypt(kms.url);
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining("bad.pem") });
    expect(ran.stderr).not.toContain("c2VjcmV0");
  });

  it.each(["HTTPS_PROXY", "https_proxy"])(
    "goes through the proxy of %s, and speaks TLS with the server inside",
    async (name) => {
      trusted();
      const { url, seen } = await proxy();
      env({ [name]: url });
      expect(await encrypt(`https://${HOST}`)).toMatchObject({ status: 0 });
      expect(seen).toEqual([`CONNECT ${HOST}:443`]);
    },
  );

  it("goes through a proxy of https, with a name and a password", async () => {
    trusted();
    const { url, seen, authorizations } = await proxy({ tls: await ca.server(["localhost"]) });
    env({ HTTPS_PROXY: url.replace("127.0.0.1", "me:p%40ss@localhost") });
    expect(await encrypt(`https://${HOST}`)).toMatchObject({ status: 0 });
    expect(seen).toEqual([`CONNECT ${HOST}:443`]);
    expect(authorizations).toEqual([`Basic ${Buffer.from("me:p@ss").toString("base64")}`]);
  });

  it("goes through the proxy of HTTP_PROXY with a request that names its server", async () => {
    const plain = await kmsEndpoint();
    closers.push(() => plain.close());
    const { url, seen, authorizations } = await proxy({ port: Number(new URL(plain.url).port) });
    env({ HTTP_PROXY: url.replace("//", "//me:secret@"), HTTPS_PROXY: "http://127.0.0.1:1" });
    const { arn } = plain.createKey();
    const where = ["--endpoint-url", `http://${HOST}:81`, "--region", "eu-central-1"];
    expect(
      await sealstack(["encrypt", ...where, "--key", arn], { stdin: Buffer.from("text") }),
    ).toMatchObject({
      status: 0,
    });
    expect(seen).toEqual([`POST http://${HOST}:81/`]);
    expect(authorizations).toEqual([`Basic ${Buffer.from("me:secret").toString("base64")}`]);
    expect(plain.seen[0]?.headers.host).toBe(`${HOST}:81`);
  });

  it("asks this host itself without a proxy, and what NO_PROXY names", async () => {
    trusted();
    const { url, seen } = await proxy();
    env({ HTTPS_PROXY: url });
    expect(await encrypt(kms.url)).toMatchObject({ status: 0 });
    env({ NO_PROXY: ".sealstack.test" });
    expect(await encrypt(`https://${HOST}`)).toMatchObject({ status: 12 }); // there is no such name
    expect(seen).toEqual([]);
  });

  it.each([
    [407, 9, "HTTPS_PROXY"],
    [403, 12, "403"],
    [502, 12, "502"],
  ])("says that a proxy refuses with %i", async (refusal, status, words) => {
    trusted();
    const { url } = await proxy({ status: refusal });
    env({ HTTPS_PROXY: url.replace("//", "//me:secret@") });
    const ran = await encrypt(`https://${HOST}`);
    expect(ran).toMatchObject({ status, stderr: expect.stringContaining(words) });
    expect(ran.stderr).not.toContain("secret");
  });

  it("fails for what is no proxy, and does not show it", async () => {
    env({ HTTPS_PROXY: "socks5://me:secret@proxy" });
    const ran = await encrypt(`https://${HOST}`);
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining("HTTPS_PROXY") });
    expect(ran.stderr).not.toContain("secret");
  });

  it("is the same for the plugin", async () => {
    trusted();
    const { url, seen } = await proxy();
    env({ HTTPS_PROXY: url });
    const { v2 } = await startPlugin(`https://${HOST}`, { keys: [{ key: kms.createKey().arn }] });
    const sealed = await v2.encrypt(Buffer.alloc(32, 7));
    expect(await v2.decrypt(sealed)).toEqual(Buffer.alloc(32, 7));
    expect(new Set(seen)).toEqual(new Set([`CONNECT ${HOST}:443`]));
  });

  it.each([
    ["AWS_CA_BUNDLE", "/nowhere/ca.pem"],
    ["HTTPS_PROXY", "socks5://me:secret@proxy"],
    ["http_proxy", "socks5://me:secret@proxy"],
  ])("is told by the plugin at start when %s is wrong", async (name, value) => {
    env({ [name]: value });
    const starting = startPlugin(kms.url, { keys: [{ key: kms.createKey().arn }] });
    await expect(starting).rejects.toMatchObject({ exit: "usage", message: expect.stringContaining(name) });
    await expect(starting).rejects.not.toThrow("secret");
  });
});
