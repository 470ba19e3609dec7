/** What gives credentials, when it is silent, endless or garbled: through the command line, as a user would meet it. */
import { channel } from "node:diagnostics_channel";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { boundedCredentials } from "../../../../scripts/clients/http/credentials";
import { identify } from "../../../../tools/processes/started";
import { eventually } from "../../../helpers/eventually";
import { type Ran, sealstack } from "../../../helpers/processes/cli";
import { startCli } from "../../../helpers/processes/cli-process";
import { hurried, peakIn } from "../../../helpers/processes/hurried";
import { type KmsEndpoint, kmsEndpoint } from "../../../helpers/servers/kms-endpoint";
import {
  endless,
  headersOnly,
  type Odd,
  type OddServer,
  oddServer,
  silent,
  trickling,
} from "../../../helpers/servers/odd-server";
import { type ProxyServer, proxyServer } from "../../../helpers/servers/proxy-server";
import { useTempDir } from "../../../helpers/temp-dir";

const SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";
const json =
  (text: string): Odd =>
  (outgoing) =>
    outgoing.writeHead(200, { "content-type": "application/json" }).end(text);

describe("credentials", () => {
  const dir = useTempDir();
  const before = { ...process.env };
  const closers: { close(): Promise<void> }[] = [];
  let kms: KmsEndpoint;
  beforeEach(async () => {
    for (const name of Object.keys(process.env))
      if (/^AWS_(?!SDK_JS)|_proxy$/i.test(name)) delete process.env[name];
    process.env.AWS_CONFIG_FILE = join(dir(), "config");
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(dir(), "credentials");
    process.env.AWS_EC2_METADATA_DISABLED = "true";
    kms = await kmsEndpoint();
    closers.push(kms);
  });
  afterEach(async () => {
    process.env = { ...before };
    for (const server of closers.splice(0)) await server.close();
  });

  const serve = async (odd: Odd): Promise<OddServer> => {
    const server = await oddServer(odd);
    closers.push(server);
    return server;
  };
  const env = (variables: Readonly<Record<string, string>>): void =>
    void Object.assign(process.env, variables);
  const encrypt = (): Promise<Ran> =>
    sealstack(
      ["encrypt", "--endpoint-url", kms.url, "--region", "eu-central-1", "--key", kms.createKey().arn],
      {
        stdin: Buffer.from("text"),
      },
    );
  const discreet = ({ stderr }: Ran): void => {
    for (let at = 0; at + 6 <= SECRET.length; at++) expect(stderr).not.toContain(SECRET.slice(at, at + 6));
  };

  /** The metadata service of an instance, with one odd answer. */
  const imds = async (path: RegExp, odd: Odd): Promise<void> => {
    const { url } = await serve((outgoing, incoming) => {
      const asked = incoming?.url ?? "";
      if (path.test(asked)) odd(outgoing, incoming);
      else outgoing.end(asked.endsWith("/token") ? "token" : "role");
    });
    delete process.env.AWS_EC2_METADATA_DISABLED;
    env({ AWS_EC2_METADATA_SERVICE_ENDPOINT: url });
  };
  const container = async (odd: Odd): Promise<void> =>
    env({ AWS_CONTAINER_CREDENTIALS_FULL_URI: (await serve(odd)).url });
  const ROLE = /security-credentials\/role$/;

  it("leave nothing that watches the process's other requests", async () => {
    const watched = channel("http.client.request.start");
    const during: boolean[] = [];
    const keys = {
      AccessKeyId: "a",
      SecretAccessKey: SECRET,
      Token: "t",
      Expiration: "2999-01-01T00:00:00Z",
    };
    await container((outgoing, incoming) => {
      during.push(watched.hasSubscribers);
      json(JSON.stringify(keys))(outgoing, incoming);
    });
    expect((await encrypt()).status).toBe(0);
    expect({ during, after: watched.hasSubscribers }).toEqual({ during: [true], after: false });
  });

  const HANGING = `sleep 600 & echo $$ $! > pids.new; mv pids.new pids; wait`;
  const pids = (): number[] => readFileSync(join(dir(), "pids"), "utf8").trim().split(" ").map(Number);
  const isGone = (pid: number): boolean => identify(pid) === undefined;

  it.each([
    ["does not end", HANGING],
    ["does not end when it is told to", `trap "" TERM; ${HANGING}`],
  ])("fail when a program %s, which is ended with what it has started", async (_what, script) => {
    await program(`cd ${dir()}; ${script}`);
    const handler = { handle: async () => Promise.reject(new Error("not asked")) };
    const provider = boundedCredentials(handler as never, 4_000)({});
    await expect(provider()).rejects.toMatchObject({
      name: "CredentialsProviderError",
      message: "no credentials within 4000 ms",
    });
    expect(pids()).toHaveLength(2);
    await eventually(() => pids().every(isGone));
  });

  it("leave no program when the command is ended meanwhile", async () => {
    await program(`cd ${dir()}; ${HANGING}`);
    const key = kms.createKey().arn;
    const { child, ended, until } = startCli(["encrypt", "--endpoint-url", kms.url, "--key", key], {
      env: {
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
        AWS_CONFIG_FILE: process.env.AWS_CONFIG_FILE,
        AWS_SHARED_CREDENTIALS_FILE: process.env.AWS_SHARED_CREDENTIALS_FILE,
      },
    });
    child.stdin?.end("text");
    await until(() => existsSync(join(dir(), "pids")));
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ status: 130 });
    await eventually(() => pids().every(isGone));
  });

  it.each<[string, () => Promise<void>]>([
    ["the instance's metadata are silent", () => imds(/./, silent)],
    ["the instance's metadata come byte by byte", () => imds(/./, trickling)],
    ["the instance's token never ends", () => imds(/token$/, endless)],
    ["the instance's keys never end", () => imds(ROLE, endless)],
    ["the instance's keys come byte by byte", () => imds(ROLE, trickling)],
    ["the container is silent behind its headers", () => container(headersOnly)],
    ["the container's keys come byte by byte", () => container(trickling)],
    ["the container's keys never end", () => container(endless)],
  ])("fail when %s", async (_what, set) => {
    // A process of its own, for whose deadlines nobody waits.
    const peak = join(dir(), "peak");
    const given = async () => {
      const { child, ended } = startCli(
        ["encrypt", "--endpoint-url", kms.url, "--key", kms.createKey().arn],
        {
          env: {
            ...Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("AWS_"))),
            AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID,
            AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY,
            AWS_EC2_METADATA_DISABLED: process.env.AWS_EC2_METADATA_DISABLED,
            ...hurried(peak),
          },
        },
      );
      child.stdin?.on("error", () => {}).end("text");
      return { ...(await ended), mib: peakIn(peak) };
    };
    env({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: SECRET });
    const { status, mib } = await given();
    expect(status).toBe(0);
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) delete process.env[name];
    await set();
    const ran = await given();
    expect(ran).toMatchObject({ status: 9, stderr: expect.stringContaining("credentials") });
    expect(ran.mib - mib).toBeLessThan(200);
  });

  it.each<[string, () => Promise<void>]>([
    ["the instance's keys are cut", () => imds(ROLE, json(`{"SecretAccessKey":"${SECRET}`))],
    ["the instance's keys are no JSON", () => imds(ROLE, json(SECRET))],
    ["the container's keys are cut", () => container(json(`{"SecretAccessKey":"${SECRET}`))],
    ["the container's keys are no JSON", () => container(json(SECRET))],
    ["a file of keys is none", async () => writeFileSync(join(dir(), "credentials"), `{"k":"${SECRET}"}`)],
    [
      "a file of keys lacks one",
      async () => writeFileSync(join(dir(), "credentials"), `[default]\naws_secret_access_key = ${SECRET}\n`),
    ],
    ["a program prints no JSON", () => program(`echo '{"SecretAccessKey":"${SECRET}'`)],
    ["a program prints other JSON", () => program(`echo '{"Version":1,"SecretAccessKey":"${SECRET}"}'`)],
    ["a program fails", () => program(`echo ${SECRET} >&2; exit 1`)],
    ["a program with a secret in its arguments fails", () => program("exit 1", SECRET)],
  ])("fail when %s, without a word of them", async (_what, set) => {
    await set();
    const ran = await encrypt();
    expect(ran).toMatchObject({ status: 9, stderr: expect.stringContaining("credentials") });
    discreet(ran);
  });
  const program = async (script: string, ...argv: string[]): Promise<void> => {
    const path = join(dir(), "give-credentials");
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o700);
    writeFileSync(join(dir(), "config"), `[default]\ncredential_process = ${[path, ...argv].join(" ")}\n`);
  };

  it("are taken where they come in time", async () => {
    await container(
      json(
        JSON.stringify({
          AccessKeyId: "AKID",
          SecretAccessKey: SECRET,
          Token: "t",
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      ),
    );
    expect(await encrypt()).toMatchObject({ status: 0 });
    expect(kms.seen[0]?.headers.authorization).toContain("AKID");
  });

  describe("of a role, from STS", () => {
    const xml = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>AKSTS</AccessKeyId><SecretAccessKey>${SECRET}</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
    const identity = (): void => {
      writeFileSync(join(dir(), "token"), "a.web.token");
      env({
        AWS_WEB_IDENTITY_TOKEN_FILE: join(dir(), "token"),
        AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/r",
      });
    };
    const give: Odd = (outgoing) => outgoing.writeHead(200, { "content-type": "text/xml" }).end(xml);

    it("are asked of AWS_ENDPOINT_URL_STS", async () => {
      identity();
      const sts = await serve(give);
      env({ AWS_ENDPOINT_URL_STS: sts.url, AWS_ENDPOINT_URL: "http://127.0.0.1:1" });
      expect(await encrypt()).toMatchObject({ status: 0 });
      expect(sts.requests()).toBe(1);
      expect(kms.seen[0]?.headers.authorization).toContain("AKSTS");
    });

    it("are asked through the proxy", async () => {
      identity();
      const sts = await serve(give);
      const proxy: ProxyServer = await proxyServer({ port: Number(new URL(sts.url).port) });
      closers.push(proxy);
      env({ AWS_ENDPOINT_URL_STS: "http://sts.sealstack.test", HTTP_PROXY: proxy.url });
      expect(await encrypt()).toMatchObject({ status: 0 });
      expect(proxy.seen).toEqual(["POST http://sts.sealstack.test/"]);
    });

    it.each<[string, Odd]>([
      ["never ends", endless],
      [
        "is cut",
        (outgoing) => outgoing.writeHead(200, { "content-type": "text/xml" }).end(xml.slice(0, 330)),
      ],
      ["is no XML", json(SECRET)],
    ])("fail when its reply %s, without a word of it", async (_what, odd) => {
      identity();
      env({ AWS_ENDPOINT_URL_STS: (await serve(odd)).url });
      const ran = await encrypt();
      expect(ran.status).toBeGreaterThan(1);
      discreet(ran);
    });
  });
});
