/** What certificates and protocols that do not fit look like to whoever reads the error. */
import { createServer as createPlain } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { sealstack } from "../../../helpers/processes/cli";
import { testCa } from "../../../helpers/servers/test-ca";

const ENV = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-central-1" };
const before = { ...process.env };
const servers: { close(): unknown }[] = [];

beforeAll(() => {
  Object.assign(process.env, ENV);
  delete process.env.AWS_CA_BUNDLE;
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => {
  process.env = before;
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return (server.address() as AddressInfo).port;
}

const list = (url: string) => sealstack(["list", "--bucket", "b", "--endpoint-url", url], { env: ENV });

describe("a server that cannot be trusted or understood", () => {
  it("has a certificate of a CA that nobody knows", async () => {
    const ca = await testCa();
    const port = await listening(createServer(await ca.server(["localhost"], ["127.0.0.1"])));
    const ran = await list(`https://127.0.0.1:${port}`);
    expect(ran).toMatchObject({ status: 12 });
    expect(ran.stderr).toContain("its certificate is of a CA that this host does not know");
    expect(ran.stderr).toContain("hint: add the CA that signed it: AWS_CA_BUNDLE");
  });

  it("speaks HTTP where TLS was expected", async () => {
    const port = await listening(createPlain((_, response) => response.end()));
    const ran = await list(`https://127.0.0.1:${port}`);
    expect(ran).toMatchObject({ status: 12 });
    expect(ran.stderr).toContain("check whether the URL is one of http or https");
  });

  it("speaks TLS where HTTP was expected", async () => {
    const ca = await testCa();
    const port = await listening(createServer(await ca.server(["localhost"], ["127.0.0.1"])));
    const ran = await list(`http://127.0.0.1:${port}`);
    expect(ran).toMatchObject({ status: 12 });
    expect(ran.stderr).not.toContain("defect");
  });
});
