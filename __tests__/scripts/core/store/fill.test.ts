/** Ranges that threads fetch: what they understand goes straight to its place, and anything else is fetched as every other range is. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { WorkCrew } from "../../../../scripts/core/crew/work-crew";
import type { ReadableOnce } from "../../../../scripts/core/ports";
import { s3Store } from "../../../../scripts/core/store";
import { proxyServer } from "../../../helpers/servers/proxy-server";
import { testCa } from "../../../helpers/servers/test-ca";
import { useTempDir } from "../../../helpers/temp-dir";

const MIB = 1024 ** 2;
/** The first range, which is no thread's, and more. */
const OBJECT = randomBytes(9 * MIB);
const FROM = 5 * MIB;
const VARIABLES = [
  ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_CA_BUNDLE"],
  ...["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "NO_PROXY", "no_proxy"],
] as const;

interface Asked {
  readonly range: string;
  readonly headers: IncomingMessage["headers"];
  readonly socket: IncomingMessage["socket"];
}

describe("a range that a thread fetches", () => {
  const dir = useTempDir();
  let server: Server;
  let asked: Asked[];
  let crew: WorkCrew;
  let body: ReadableOnce | undefined;
  /** Answers to the requests after the first one, in their turn. */
  let answers: ((range: readonly [number, number], reply: ServerResponse) => void)[];
  const saved = VARIABLES.map((name) => process.env[name]);

  beforeEach(() => {
    for (const name of VARIABLES) delete process.env[name];
    process.env.AWS_ACCESS_KEY_ID = "test";
    process.env.AWS_SECRET_ACCESS_KEY = "test";
    asked = [];
    answers = [];
    crew = new WorkCrew();
  });
  afterEach(async () => {
    body?.destroy();
    await crew.end();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    for (const [index, name] of VARIABLES.entries()) {
      if (saved[index] === undefined) delete process.env[name];
      else process.env[name] = saved[index];
    }
  });

  const goodHeaders = ([from, to]: readonly [number, number]) => ({
    "content-length": to - from,
    "content-range": `bytes ${from}-${to - 1}/${OBJECT.length}`,
    etag: '"one"',
  });
  const good = (range: readonly [number, number], reply: ServerResponse): void => {
    reply.writeHead(206, goodHeaders(range));
    reply.end(OBJECT.subarray(...range));
  };
  const handle = ({ headers, socket }: IncomingMessage, reply: ServerResponse): void => {
    const { range = "" } = headers;
    const [from = 0, last = 0] = (range.match(/\d+/g) ?? []).map(Number);
    asked.push({ range, headers, socket });
    const answer = asked.length === 1 ? good : (answers[asked.length - 2] ?? good);
    answer([from, Math.min(last + 1, OBJECT.length)], reply);
  };
  async function open(tls?: { readonly cert: string; readonly key: string }, host = "127.0.0.1") {
    server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const endpoint = `${tls === undefined ? "http" : "https"}://${host}:${port}`;
    await get(endpoint);
    return { port, parcels: body?.parcels };
  }
  /** As who opens an object by threads: nothing else is asked for then. */
  async function get(endpoint: string): Promise<void> {
    body = await s3Store({ bucket: "b", region: "us-east-1", endpoint }).get("k");
    await body.parcels?.first(new AbortController().signal);
  }
  type Opened = Awaited<ReturnType<typeof open>>["parcels"];
  async function fill(parcels: Opened, from = FROM, bytes = 2 * MIB, signal = new AbortController().signal) {
    const place = crew.memory.take(bytes);
    await parcels?.fill(from, place, crew, signal);
    return Buffer.from(place.buffer, 0, bytes).equals(OBJECT.subarray(from, from + bytes));
  }
  const range = (from = FROM, bytes = 2 * MIB): string => `bytes=${from}-${from + bytes - 1}`;
  const ranges = (): string[] => asked.slice(1).map((each) => each.range);

  it("is asked for once, signed, of the same object, and the connection is used again", async () => {
    const { parcels } = await open();
    for (const from of [FROM, FROM + MIB, 0]) expect(await fill(parcels, from)).toBe(true);
    expect(ranges()).toEqual([FROM, FROM + MIB, 0].map((from) => range(from)));
    for (const { headers } of asked.slice(1))
      expect(headers).toMatchObject({
        "if-match": '"one"',
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 .*SignedHeaders=[^,]*if-match[^,]*range/),
      });
    expect(new Set(asked.slice(1).map(({ socket }) => socket)).size).toBeLessThanOrEqual(2); // one of each thread
  });

  it("goes over a connection that was made before it was asked for", async () => {
    const { parcels } = await open();
    const made: unknown[] = [];
    const two = new Promise<void>((resolve) => {
      server.on("connection", (socket) => {
        made.push(socket);
        if (made.length === 2) resolve();
      });
    });
    parcels?.prepare?.(crew, 2);
    await two;
    await Promise.all([FROM, FROM + 2 * MIB].map((from) => fill(parcels, from)));
    expect(new Set(asked.slice(1).map(({ socket }) => socket))).toEqual(new Set(made));
  });

  it("goes over another connection where the one that was made before is closed", async () => {
    const { parcels } = await open();
    const closed = new Promise<void>((resolve) => {
      server.once("connection", (socket) => socket.once("close", resolve).destroy());
    });
    parcels?.prepare?.(crew, 1);
    await closed;
    expect(await fill(parcels)).toBe(true);
  });

  it("starts no thread for connections once the threads have ended", async () => {
    const { parcels } = await open();
    await crew.end();
    parcels?.prepare?.(crew, 2);
    await expect(fill(parcels)).rejects.toThrow("the threads have ended");
  });

  const raw =
    (text: string, content = true) =>
    (wanted: readonly [number, number], { socket }: ServerResponse): void => {
      socket?.write(text);
      if (content) socket?.write(OBJECT.subarray(...wanted));
    };
  const head = (more: string, bytes = 2 * MIB): string =>
    `HTTP/1.1 206 Partial Content\r\ncontent-range: bytes ${FROM}-${FROM + bytes - 1}/${OBJECT.length}\r\netag: "one"\r\n${more}\r\n`;
  const withHeaders = (changed: object) => (wanted: readonly [number, number], reply: ServerResponse) => {
    reply.writeHead(206, { ...goodHeaders(wanted), ...changed });
    reply.end(OBJECT.subarray(...wanted));
  };

  it.each([
    ["is in chunks", raw(`${head("transfer-encoding: chunked\r\n")}200000\r\n`)],
    ["has no length", raw(head("connection: close\r\n"))],
    ["has two lengths", raw(head(`content-length: ${2 * MIB}\r\nContent-Length: ${MIB}\r\n`))],
    ["has another length", raw(head(`content-length: ${MIB}\r\n`))],
    ["is compressed", withHeaders({ "content-encoding": "gzip" })],
    ["is another part", withHeaders({ "content-range": `bytes 0-${2 * MIB - 1}/${OBJECT.length}` })],
    [
      "is of a longer object",
      withHeaders({ "content-range": `bytes ${FROM}-${FROM + 2 * MIB - 1}/99999999` }),
    ],
    ["is of another object", withHeaders({ etag: '"two"' })],
    ["has no ETag", raw(head("").replace(/etag.*\r\n/, ""))],
    ["has another status", raw(head(`content-length: ${2 * MIB}\r\n`).replace("206", "200"))],
    ["is of HTTP/1.0", raw(head(`content-length: ${2 * MIB}\r\n`).replace("1.1", "1.0"))],
    ["has a broken header", raw(head(`content-length: ${2 * MIB}\r\nno header\r\n`))],
    ["has a head without end", raw(`HTTP/1.1 206 x\r\n${"a: b\r\n".repeat(4000)}`, false)],
    ["goes on behind its end", raw(head(`content-length: ${2 * MIB}\r\n`, 2 * MIB), true)],
    [
      "ends in the middle",
      (_: unknown, reply: ServerResponse) =>
        reply.socket?.end(`${head(`content-length: ${2 * MIB}\r\n`)}abc`),
    ],
    ["does not come", (_: unknown, reply: ServerResponse) => reply.socket?.destroy()],
    ["is a refusal that passes", (_: unknown, reply: ServerResponse) => reply.writeHead(503).end()],
  ])("is fetched again when the reply %s", async (name, answer) => {
    const { parcels } = await open();
    const follows = name.startsWith("goes on");
    answers = [
      (wanted, reply) => {
        answer(wanted, reply);
        if (follows) reply.socket?.write("more");
      },
    ];
    expect(await fill(parcels)).toBe(true);
    if (!follows) expect(ranges()).toEqual([range(), range()]);
    // Nothing that was left behind gets into the next one.
    expect(await fill(parcels, FROM + MIB)).toBe(true);
  });

  it("is not asked of threads any more after two odd replies", async () => {
    const { parcels } = await open();
    const chunked = withHeaders({ "content-encoding": "identity" });
    answers = [chunked, good, chunked, good];
    for (let times = 0; times < 3; times += 1) expect(await fill(parcels)).toBe(true);
    expect(asked).toHaveLength(1 + 2 + 2 + 1);
  });

  it("fails in the words of every other range when the object was replaced", async () => {
    const { parcels } = await open();
    const replaced = (_: unknown, reply: ServerResponse): void =>
      void reply.writeHead(412).end("<Error><Code>PreconditionFailed</Code></Error>");
    answers = Array(8).fill(replaced);
    await expect(fill(parcels)).rejects.toMatchObject({
      exit: "source",
      message: "s3://b/k was replaced while it was read",
    });
  });

  it("is given up at once when it is aborted", async () => {
    const { parcels } = await open();
    const stop = new AbortController();
    answers = [() => stop.abort(new Error("enough"))];
    await expect(fill(parcels, FROM, MIB, stop.signal)).rejects.toThrow("enough");
    await crew.end(); // the request that is on its way does not hold it
  });

  it("comes through TLS with the CAs that are asked for, and with no others", async () => {
    const ca = await testCa();
    process.env.AWS_CA_BUNDLE = join(dir(), "ca.pem");
    writeFileSync(process.env.AWS_CA_BUNDLE, ca.certificate);
    const { parcels } = await open(await ca.server(["localhost"]), "localhost");
    for (const from of [FROM, FROM + MIB, 0]) expect(await fill(parcels, from)).toBe(true);
    expect(ranges()).toEqual([FROM, FROM + MIB, 0].map((from) => range(from)));
    const other = await testCa("CN=Other CA");
    const place = crew.memory.take(100);
    const request = {
      ...{
        host: "localhost",
        port: (server.address() as AddressInfo).port,
        tls: true,
        ca: [other.certificate],
      },
      ...{ head: "GET / HTTP/1.1\r\n\r\n", expected: {}, connectMs: 5_000, headMs: 5_000 },
    };
    expect(await crew.fetch(request, place)).toMatch(/SELF_SIGNED|UNABLE|signature/i);
    expect(asked).toHaveLength(4);
  });

  it("goes through a proxy where there is one, and is none for threads then", async () => {
    const ca = await testCa();
    process.env.AWS_CA_BUNDLE = join(dir(), "ca.pem");
    writeFileSync(process.env.AWS_CA_BUNDLE, ca.certificate);
    server = createTlsServer(await ca.server(["s3.example.org"]), handle);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = await proxyServer({ port: (server.address() as AddressInfo).port });
    try {
      process.env.https_proxy = proxy.url;
      const endpoint = "https://s3.example.org";
      await get(endpoint);
      expect(await fill(body?.parcels)).toBe(true);
      expect(ranges()).toEqual([range()]);
      expect(proxy.seen.length).toBeGreaterThan(0);
    } finally {
      await proxy.close();
    }
  });
});
