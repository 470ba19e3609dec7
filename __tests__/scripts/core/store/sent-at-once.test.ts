/** Parts of an upload keep their connections, and a refusal of one is heard. */
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { s3Store } from "../../../../scripts/core/store";
import { type S3Endpoint, s3Endpoint } from "../../../helpers/servers/s3-endpoint";
import { useTestCredentials } from "../../../helpers/test-credentials";

const MIB = 1024 ** 2;
const CHUNKS = Array.from({ length: 11 }, () => randomBytes(MIB));
describe("parts of an upload", () => {
  useTestCredentials();

  const put = (url: string): Promise<unknown> =>
    s3Store({ bucket: "b", region: "us-east-1", endpoint: url }).putNew("key", Readable.from(CHUNKS));

  it("do not ask before they are sent, but when they are sent again", async () => {
    const s3: S3Endpoint = await s3Endpoint();
    try {
      let failed = false;
      s3.before = ({ operation, query }) => {
        if (operation !== "UploadPart" || query.get("partNumber") !== "2" || failed) return undefined;
        failed = true;
        return "cut";
      };
      await put(s3.url);
      const asked = s3.seen
        .filter(({ operation }) => operation === "UploadPart")
        .map(({ query, headers }) => [query.get("partNumber"), headers.expect]);
      expect(asked.sort()).toEqual([
        ["1", undefined],
        ["2", undefined],
        ["2", "100-continue"],
        ["3", undefined],
      ]);
      expect(s3.objects.get("key")?.equals(Buffer.concat(CHUNKS))).toBe(true);
    } finally {
      await s3.close();
    }
  });

  it("are refused in the words of a server that reads nothing of what it refuses", async () => {
    const server: Server = createServer(({ method }, reply) => {
      if (method === "PUT") reply.socket?.resetAndDestroy();
      else if (method === "DELETE") reply.writeHead(204).end();
      else
        reply
          .writeHead(200, { "content-type": "application/xml" })
          .end(
            "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>key</Key><UploadId>1</UploadId></InitiateMultipartUploadResult>",
          );
    });
    server.on("checkContinue", (_, reply) =>
      reply
        .writeHead(403, { "content-type": "application/xml", connection: "close" })
        .end("<Error><Code>AccessDenied</Code><Message>no</Message></Error>"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      await expect(put(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).rejects.toMatchObject({
        exit: "accessDenied",
      });
    } finally {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  });
});
