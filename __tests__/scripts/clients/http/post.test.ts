import { writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { post } from "../../../../scripts/clients/http/post";
import { type ProxyServer, proxyServer } from "../../../helpers/servers/proxy-server";
import { testCa } from "../../../helpers/servers/test-ca";
import { useTempDir } from "../../../helpers/temp-dir";

const HOST = "hc.sealstack.test"; // has no address: only a proxy leads there

describe("a request to others than AWS", () => {
  const dir = useTempDir();
  const before = { ...process.env };
  const closers: (() => unknown)[] = [];
  const seen: string[] = [];
  let proxy: ProxyServer;
  beforeEach(async () => {
    const ca = await testCa();
    const server = createServer(await ca.server([HOST], ["127.0.0.1"]), (incoming, outgoing) => {
      seen.push(`${incoming.method} ${incoming.url}`);
      outgoing.writeHead(201).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => server.close());
    proxy = await proxyServer({ port: (server.address() as AddressInfo).port });
    closers.push(() => proxy.close());
    writeFileSync(join(dir(), "ca.pem"), ca.certificate);
    for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name];
    process.env.HTTPS_PROXY = proxy.url;
  });
  afterEach(async () => {
    process.env = { ...before };
    for (const close of closers.splice(0)) await close();
  });
  const ping = () =>
    post(new URL(`https://${HOST}/a/b?c=d`), "text/plain", "x", new AbortController().signal);

  it("goes through the proxy, and trusts the CAs, of the environment", async () => {
    process.env.AWS_CA_BUNDLE = join(dir(), "ca.pem");
    expect(await ping()).toBe(201);
    expect(proxy.seen).toEqual([`CONNECT ${HOST}:443`]);
    expect(seen).toEqual(["POST /a/b?c=d"]);
  });

  it("trusts nobody else", async () => {
    await expect(ping()).rejects.toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) });
  });
});
