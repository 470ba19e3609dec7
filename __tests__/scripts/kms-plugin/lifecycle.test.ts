import { randomBytes } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { eventually } from "../../helpers/eventually";
import { startPlugin, stopPluginsAfterEach } from "../../helpers/kms-plugin/kms-plugin-in-process";
import { sealstack } from "../../helpers/processes/cli";
import {
  type FakeKey,
  type KmsEndpoint,
  type KmsFate,
  kmsEndpoint,
} from "../../helpers/servers/kms-endpoint";
import { useTempDir } from "../../helpers/temp-dir";

const DEK = randomBytes(32);

describe("kms-plugin's life", () => {
  let kms: KmsEndpoint;
  let key: FakeKey;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    key = kms.createKey();
  });
  stopPluginsAfterEach();
  afterEach(() => kms.close());

  it("ends with the answers that were asked for, and without its socket", async () => {
    const { v2, socket, stop } = await startPlugin(kms.url, { keys: [{ key: key.arn }] });
    await v2.status();
    let release = (_fate: KmsFate): void => {};
    kms.decide = () => new Promise((resolve) => (release = resolve));
    const before = kms.seen.length;
    const answer = v2.encrypt(DEK);
    await eventually(() => kms.seen.length > before);
    const stopped = stop();
    release("pass");
    expect((await answer).ciphertext).toHaveLength(185);
    await stopped;
    expect(existsSync(socket)).toBe(false);
  });

  it("ends although KMS does not answer", async () => {
    const { v2, stop } = await startPlugin(kms.url, { keys: [{ key: key.arn }] });
    await v2.status();
    kms.decide = () => "hang";
    const answer = v2.encrypt(DEK).catch((error) => error.code);
    await eventually(() => kms.seen.length > 2);
    const started = Date.now();
    await stop();
    expect(Date.now() - started).toBeLessThan(3_500);
    expect(typeof (await answer)).toBe("number");
  });

  it("comes back when its socket is deleted, without losing those who are connected", async () => {
    const { v2, clients, socket, log } = await startPlugin(kms.url, { keys: [{ key: key.arn }] });
    const { keyId } = await v2.status();
    rmSync(socket);
    expect((await v2.status()).keyId).toBe(keyId);
    await eventually(() => existsSync(socket));
    expect((await clients(socket).v2.status()).keyId).toBe(keyId);
    expect(log).toContainEqual(
      expect.objectContaining({ level: "warn", message: expect.stringContaining("deleted") }),
    );
  });

  it("serves the health checks under the paths that were asked for, and nothing else", async () => {
    const health = {
      host: "127.0.0.1",
      port: 0,
      healthzPath: "/h",
      livezPath: "/l",
      kmsVersion: "v1",
    } as const;
    const { v2, http } = await startPlugin(kms.url, { keys: [{ key: key.arn }], health });
    await v2.status();
    for (const path of ["/h", "/l", "/readyz", "/h?verbose"])
      expect(await http(path)).toEqual({ status: 200, text: "ok\n" });
    for (const path of ["/", "/healthz", "/livez", "/__proto__", "/constructor"])
      expect((await http(path)).status).toBe(404);
    const { text } = await http("/metrics");
    const buckets = text
      .match(/kms_operation_latency_ms_bucket\{le="[^"]+"/g)
      ?.map((line) => line.split('"')[1]);
    expect(new Set(buckets)).toEqual(
      new Set([...Array.from({ length: 14 }, (_, n) => String(2 ** (n + 1))), "+Inf"]),
    );
    expect(text).toContain(
      `aws_encryption_provider_kms_operations_total{key_arn="${key.arn}",status="success",operation="encrypt",version="v1"} 1`,
    );
  });

  describe("as a command", () => {
    const folder = useTempDir();
    const serve = (argv: readonly string[], signal: AbortSignal) =>
      sealstack(
        ["kms-plugin", "--key", key.arn, "--kms-endpoint", kms.url, "--health-port", "127.0.0.1:0", ...argv],
        { env: process.env, signal },
      );

    it("runs until it is told to stop, and prints nothing but its log", async () => {
      const stop = new AbortController();
      const socket = join(folder(), "s.sock");
      const running = serve(
        ["--listen", socket, "--debug=false", "--burst-limit=3", "--qps-limit", "2"],
        stop.signal,
      );
      await eventually(() => kms.count("Decrypt") > 0);
      stop.abort();
      const { status, stdout, stderr } = await running;
      expect({ status, stdout: stdout.toString() }).toEqual({ status: 0, stdout: "" });
      const levels = stderr
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).level);
      expect(new Set(levels)).toEqual(new Set(["info"]));
    });

    it.each<[string, number, (path: string) => void, string]>([
      ["without the socket's directory", 4, () => {}, "no/s.sock"],
      ["where a file is in the way", 4, (path) => writeFileSync(path, ""), "s.sock"],
      ["with too long a path", 2, () => {}, "x".repeat(120)],
    ])("fails %s with status %d", async (_what, expected, prepare, name) => {
      const path = join(folder(), name);
      prepare(path);
      const { status, stderr } = await serve(["--listen", path], new AbortController().signal);
      expect(status).toBe(expected);
      expect(stderr).toMatch(/^sealstack: error: /m);
    });

    it("fails where its health address is taken, and leaves no socket", async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
      const { port } = other.address() as { port: number };
      const path = join(folder(), "s.sock");
      const argv = ["--listen", path, "--health-port", `127.0.0.1:${port}`];
      const { status } = await serve(argv, new AbortController().signal);
      other.close();
      expect({ status, left: existsSync(path) }).toEqual({ status: 4, left: false });
    });
  });
});
