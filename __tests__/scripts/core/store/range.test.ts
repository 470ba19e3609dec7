import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";
import { type Origin, openObject } from "../../../../scripts/core/store/range";

const SIZE = 1000;
const PIECE = 300;

describe("a server that falls silent in the middle of each body", () => {
  const asked: (string | undefined)[] = [];
  let server: Server;
  beforeAll(async () => {
    server = createServer(({ headers }, reply) => {
      asked.push(headers.range);
      const [from = 0, to = 0] = (headers.range ?? "").match(/\d+/g)?.map(Number) ?? [];
      const end = Math.min(to, SIZE - 1);
      reply.writeHead(206, {
        "content-length": end - from + 1,
        "content-range": `bytes ${from}-${end}/${SIZE}`,
        etag: '"one"',
      });
      reply.write(Buffer.alloc(Math.min(PIECE, end - from + 1), from)); // and then nothing
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("is asked again for what is missing", async () => {
    const client = new S3Client({
      region: "us-east-1",
      forcePathStyle: true,
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: { socketTimeout: 2_000 }, // long for a busy machine, and there are three of them
    });
    const { signal } = new AbortController();
    const object = await openObject({ client, bucket: "b", key: "k" }, 2 * SIZE, signal);
    expect([object.size, object.firstBytes]).toEqual([SIZE, SIZE]);
    expect(await object.first(signal)).toHaveLength(SIZE);
    expect(asked).toEqual(["bytes=0-1999", "bytes=300-999", "bytes=600-999", "bytes=900-999"]);
  });
});

describe("an object that is read in pieces", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** A server that answers each request in its turn; the last answer is that of all others, too. */
  async function serve(...answers: readonly RequestListener[]): Promise<{ origin: Origin; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((incoming, reply) => {
      asked.push(incoming.headers.range ?? "all");
      (answers[asked.length - 1] ?? answers.at(-1))?.(incoming, reply);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = new S3Client({
      region: "us-east-1",
      forcePathStyle: true,
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    });
    return { origin: { client, bucket: "b", key: "k" }, asked };
  }

  /** So many bytes of what was asked for, and then the connection ends. */
  const part =
    (bytes: number, { size = SIZE, etag = '"one"' } = {}): RequestListener =>
    ({ headers }, reply) => {
      const [from = 0, to = 0] = (headers.range ?? "").match(/\d+/g)?.map(Number) ?? [];
      const end = Math.min(to, size - 1);
      const length = end - from + 1;
      reply.writeHead(206, {
        "content-length": length,
        "content-range": `bytes ${from}-${end}/${size}`,
        etag,
      });
      const all = bytes >= length;
      reply.write(Buffer.alloc(Math.min(bytes, length), "x"), () => (all ? reply.end() : reply.destroy()));
    };
  const refused =
    (status: number, code: string): RequestListener =>
    (_incoming, reply) =>
      reply.writeHead(status).end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);

  async function read({ origin }: { origin: Origin }, size = SIZE): Promise<Buffer> {
    const { signal } = new AbortController();
    const object = await openObject(origin, size, signal);
    return await object.first(signal);
  }

  it("is continued where its body breaks off, as often as enough comes in between", async () => {
    const size = 1024 ** 2;
    const server = await serve(part(100_000, { size }));
    expect(await read(server, size)).toHaveLength(size);
    expect(server.asked.slice(0, 2)).toEqual([`bytes=0-${size - 1}`, `bytes=100000-${size - 1}`]);
    expect(server.asked).toHaveLength(Math.ceil(size / 100_000));
  });

  it("fails when its body breaks off again and again", async () => {
    const server = await serve(part(10));
    await expect(read(server)).rejects.toMatchObject({
      exit: "unavailable",
      message: "cannot read s3://b/k: it broke off after 60 of 1000 bytes",
    });
    expect(server.asked).toHaveLength(6);
  });

  it.each<[string, RequestListener, object]>([
    [
      "was replaced",
      refused(412, "PreconditionFailed"),
      { exit: "source", message: /was replaced while it was read/ },
    ],
    [
      "has another ETag",
      part(SIZE, { etag: '"two"' }),
      { exit: "badReply", message: /part of another object/ },
    ],
    [
      "has another size",
      part(SIZE, { size: SIZE - 1 }),
      { exit: "badReply", message: /part of another object/ },
    ],
    ["is gone", refused(404, "NoSuchKey"), { exit: "notFound" }],
  ])(
    "fails when it %s after a part of it",
    async (_what, later, { message, ...failure }: { message?: RegExp }) => {
      const server = await serve(part(300), later);
      await expect(read(server)).rejects.toMatchObject({
        ...failure,
        ...(message === undefined ? {} : { message: expect.stringMatching(message) }),
      });
      expect(server.asked).toEqual(["bytes=0-999", "bytes=300-999"]);
    },
  );

  it("fails when a server without ranges sends an object that is too large for memory", async () => {
    const server = await serve((_incoming, reply) => {
      reply.writeHead(200, { "content-length": 300 * 1024 ** 2, etag: '"one"' });
      reply.write("x");
    });
    await expect(read(server)).rejects.toMatchObject({
      exit: "refused",
      message: expect.stringContaining("sends all of its 314572800 bytes instead of a range"),
    });
  });
});
