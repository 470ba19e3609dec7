/** Who begins and does not end, sends too much, or too often. bench/kms-plugin-abuse.ts measures the same, with larger numbers. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { status } from "@grpc/grpc-js";
import {
  HEALTH_CONNECTIONS,
  LOGGED_CHARACTERS,
  sharedLimits,
} from "../../../../scripts/kms-plugin/server/limits";
import { eventually } from "../../../helpers/eventually";
import {
  type PluginUnderTest,
  startPlugin,
  stopPluginsAfterEach,
} from "../../../helpers/kms-plugin/kms-plugin-in-process";
import { type KmsEndpoint, type KmsFate, kmsEndpoint } from "../../../helpers/servers/kms-endpoint";

const DEK = randomBytes(32);
const HALF = "GET /healthz HTTP/1.1\r\nhost: plugin\r\nx-half: ";
/** A client's preface and its empty settings. */
const HTTP2 = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  Buffer.from("000000040000000000", "hex"),
]);

const ONE_KEY = sharedLimits(1);

describe("kms-plugin under abuse", () => {
  let kms: KmsEndpoint;
  let plugin: PluginUnderTest;
  let closers: (() => void)[];
  beforeEach(async () => {
    closers = [];
    kms = await kmsEndpoint();
    const { arn } = kms.createKey();
    plugin = await startPlugin(kms.url, { keys: [{ key: arn }], deadlineMs: 30_000 }); // about numbers, not about speed
    await plugin.v2.status();
  });
  stopPluginsAfterEach();
  afterEach(async () => {
    for (const close of closers) close();
    await kms.close();
  });

  /** Connections that say so much and no more. */
  async function open(
    where: { port: number; host: string } | { path: string },
    count: number,
    start: string | Buffer,
  ) {
    const counts = { open: 0, closed: 0, heard: "" };
    const sockets = Array.from({ length: count }, (): Socket => {
      const socket = connect(where);
      socket.on("connect", () => {
        counts.open++;
        if (start.length > 0) socket.write(start);
      });
      socket.on("error", () => {});
      socket.on("close", () => counts.closed++);
      socket.on("data", (chunk) => {
        counts.heard += chunk.toString("latin1");
      });
      closers.push(() => socket.destroy());
      return socket;
    });
    await eventually(() => counts.open + counts.closed >= count);
    return { counts, sockets };
  }
  const health = () => ({ port: Number(new URL(plugin.url).port), host: "127.0.0.1" });
  const http2 = (socket: string): ClientHttp2Session => {
    const client = connectHttp2("http://localhost", { createConnection: () => connect(socket) });
    client.on("error", () => {});
    closers.push(() => client.destroy());
    return client;
  };

  it.each([
    ["half requests", HALF],
    ["silent connections", ""],
  ])(
    "holds a bounded number of %s to the health port, answers beside them, and ends them",
    async (_what, start) => {
      const count = 3 * HEALTH_CONNECTIONS;
      const { counts } = await open(health(), count, start);
      for (let asked = 0; asked < 20; asked++)
        expect(await plugin.http("/healthz")).toEqual({ status: 200, text: "ok\n" });
      await eventually(() => counts.closed >= count - HEALTH_CONNECTIONS);
      await eventually(() => counts.closed === count); // their time is up
      expect(await plugin.http("/livez")).toMatchObject({ status: 200 });
    },
  );

  it("answers health checks that come in the middle of a crowd", async () => {
    const crowd = open(health(), 3 * HEALTH_CONNECTIONS, HALF);
    const answers = await Promise.all(Array.from({ length: 50 }, () => plugin.http("/healthz")));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    await crowd;
  });

  it("refuses long headers of a health check", async () => {
    const { counts } = await open(health(), 1, `GET /healthz HTTP/1.1\r\nx: ${"x".repeat(10_000)}\r\n\r\n`);
    await eventually(() => counts.heard.startsWith("HTTP/1.1 431"));
  });

  it("holds a bounded number of connections to the socket, and the one that is used", async () => {
    for (const start of ["", "PRI * HT", HTTP2]) {
      const count = 5 * ONE_KEY.connections;
      const { counts, sockets } = await open({ path: plugin.socket }, count, start);
      await eventually(() => counts.closed >= count - ONE_KEY.connections);
      await plugin.v2.encrypt(DEK);
      for (const socket of sockets) socket.destroy();
    }
    expect((await plugin.v2.status()).healthz).toBe("ok");
  });

  it("holds a bounded number of connections to all sockets together, and leaves the others those that they use", async () => {
    const keys = Array.from({ length: 6 }, () => ({ key: kms.createKey().arn }));
    const several = await startPlugin(kms.url, { keys, deadlineMs: 30_000 });
    const quiet = keys.slice(1).map((_, index) => join(dirname(several.socket), `${index + 2}.sock`));
    const { connections, streams } = sharedLimits(keys.length);
    expect(connections * streams).toBeLessThanOrEqual(ONE_KEY.connections * ONE_KEY.streams);
    const used = quiet.map(http2);
    for (const client of used) await once(client, "remoteSettings");
    expect(used.map(({ remoteSettings }) => remoteSettings.maxConcurrentStreams)).toEqual(
      quiet.map(() => streams),
    );
    const count = 5 * connections;
    const { counts } = await open({ path: several.socket }, count, HTTP2);
    await eventually(() => counts.closed >= count - (connections - quiet.length));
    expect(used.map(({ destroyed, closed }) => destroyed || closed)).toEqual(quiet.map(() => false));
    for (const socket of quiet)
      expect((await several.clients(socket).v2.encrypt(DEK)).ciphertext.length).toBeGreaterThan(0);
  });

  it.each([1, 4, 5, 64])("has as many requests under way with %i keys as with one, at most", (keys) => {
    const { connections, streams, calls } = sharedLimits(keys);
    expect(connections).toBeGreaterThanOrEqual(2 * keys);
    expect(connections * streams).toBeLessThanOrEqual(256);
    expect(keys > 6 || keys * calls <= 50).toBe(true);
  });

  it("says how many requests a connection may have at once", async () => {
    const client = http2(plugin.socket);
    await once(client, "remoteSettings");
    expect(client.remoteSettings.maxConcurrentStreams).toBe(ONE_KEY.streams);
  });

  it("answers 1,000 Encrypts at once, with a bounded number of calls to KMS, and health before them", async () => {
    let [now, most] = [0, 0];
    let go = (): void => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    kms.decide = async (): Promise<KmsFate> => {
      now += 1;
      most = Math.max(most, now);
      await held;
      now -= 1;
      return "pass";
    };
    let answered = 0;
    const all = Array.from({ length: 1_000 }, () => plugin.v2.encrypt(DEK).then(() => answered++));
    await eventually(() => now > 0);
    for (const path of ["/healthz", "/livez", "/readyz", "/metrics"])
      expect(await plugin.http(path)).toMatchObject({ status: 200 });
    expect(answered).toBe(0);
    go();
    await Promise.all(all);
    expect(answered).toBe(1_000);
    expect(most).toBeLessThanOrEqual(50);
  });

  it("ends a request whose message does not come, and refuses one that is too long before it is there", async () => {
    const hasty = await startPlugin(kms.url, { keys: [{ key: kms.createKey().arn }], deadlineMs: 300 });
    const client = connectHttp2("http://localhost", { createConnection: () => connect(hasty.socket) });
    client.on("error", () => {});
    closers.push(() => client.destroy());
    const outcome = (start: Buffer): Promise<unknown> =>
      new Promise((resolve) => {
        const request = client.request({
          ":method": "POST",
          ":path": "/v2.KeyManagementService/Encrypt",
          "content-type": "application/grpc",
          te: "trailers",
        });
        request.on("response", (headers) => resolve(Number(headers["grpc-status"])));
        request.on("error", () => {});
        request.write(start);
      });
    expect(await outcome(Buffer.of(0, 0))).toBe(status.DEADLINE_EXCEEDED);
    expect(await outcome(Buffer.of(0, 0, 0, 0x40, 1))).toBe(status.INVALID_ARGUMENT); // 16,385 bytes are announced
    expect(await outcome(Buffer.of(0, 0xff, 0xff, 0xff, 0xff))).toBe(status.RESOURCE_EXHAUSTED); // gRPC's own limit
  });

  it("cuts what a caller sends, and holds lines of the log back", async () => {
    const uid = "u".repeat(10_000);
    const failures = Array.from({ length: 500 }, () =>
      plugin.v2.encrypt(Buffer.alloc(0), uid).catch(() => {}),
    );
    await Promise.all(failures);
    const lines = plugin.log.filter(({ message }) => message === "request failed");
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length).toBeLessThan(250);
    expect(lines.every((line) => line.uid === uid.slice(0, LOGGED_CHARACTERS))).toBe(true);
    expect((await plugin.http("/metrics")).text).toMatch(/requests_total\{.*code="INVALID_ARGUMENT"\} 500/);
  });
});
