/** How Go clients name a unix socket as `:authority` differs by version of grpc-go; kube-apiserver's v2 client says `localhost`. */
import { connect } from "node:http2";
import { connect as connectSocket } from "node:net";
import { startPlugin, stopPluginsAfterEach } from "../../../helpers/kms-plugin/kms-plugin-in-process";
import { type FakeKey, type KmsEndpoint, kmsEndpoint } from "../../../helpers/servers/kms-endpoint";

describe(":authority", () => {
  let kms: KmsEndpoint;
  let key: FakeKey;
  beforeEach(async () => {
    kms = await kmsEndpoint();
    key = kms.createKey();
  });
  stopPluginsAfterEach();
  afterEach(() => kms.close());

  /** `grpc-status` of a call of Version; the message is empty. */
  function version(socket: string, authority: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const session = connect("http://localhost", { createConnection: () => connectSocket(socket) });
      session.on("error", reject);
      const stream = session.request({
        ":method": "POST",
        ":path": "/v1beta1.KeyManagementService/Version",
        ":authority": authority,
        "content-type": "application/grpc",
        te: "trailers",
      });
      let status = "none";
      stream.on("response", (headers) => {
        if (headers["grpc-status"] !== undefined) status = String(headers["grpc-status"]);
      });
      stream.on("trailers", (trailers) => {
        status = String(trailers["grpc-status"]);
      });
      stream.on("error", reject);
      stream.on("close", () => {
        session.close();
        resolve(status);
      });
      stream.resume().end(Buffer.alloc(5));
    });
  }

  it.each([
    ["localhost", () => "localhost"], // kube-apiserver's v2 client
    ["a percent-encoded path", encodeURIComponent], // grpc-go 1.57 and later: kube-apiserver's v1 client since 1.29
  ] as const)("may be %s", async (_what, authority) => {
    const { socket } = await startPlugin(kms.url, { keys: [{ key: key.arn }] });
    expect(await version(socket, authority(socket))).toBe("0");
  });

  // A path is no authority (RFC 3986, 3.2): Node's HTTP/2 library refuses it. Explained in docs/kms-plugin.md.
  it("fails as a bare path, as grpc-go before 1.57 sent it in v1, without harm to others", async () => {
    const { socket, v2 } = await startPlugin(kms.url, { keys: [{ key: key.arn }] });
    const { keyId } = await v2.status();
    await expect(version(socket, socket)).rejects.toMatchObject({ code: "ERR_HTTP2_STREAM_ERROR" });
    expect((await v2.status()).keyId).toBe(keyId);
  });

  // It would be a user without a host (RFC 9113, 8.3.1), which Node's HTTP/2 library refuses from 24 on; abstract sockets are not served.
  it("takes nothing from others as an abstract name", async () => {
    const { socket, v2 } = await startPlugin(kms.url, { keys: [{ key: key.arn }] });
    const { keyId } = await v2.status();
    const answer = version(socket, "@foo").catch(({ code }) => code);
    expect(["0", "ERR_HTTP2_STREAM_ERROR"]).toContain(await answer);
    expect((await v2.status()).keyId).toBe(keyId);
  });
});
