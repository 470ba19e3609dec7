import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";
import { openObject } from "../../../../scripts/core/store/range";

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
