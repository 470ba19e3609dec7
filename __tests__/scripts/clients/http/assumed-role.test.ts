import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { assumedRole } from "../../../../scripts/clients/http/assumed-role";
import { BoundedHandler } from "../../../../scripts/clients/http/bounded-handler";
import { KMS_LIMITS } from "../../../../scripts/clients/http/limits";

const ROLE = "arn:aws:iam::111122223333:role/etcd-ca-backup-restorer";
const REPLY = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

describe("credentials of a role", () => {
  const asked: { readonly authorization: string; readonly body: string }[] = [];
  const before = { ...process.env };
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        asked.push({ authorization: request.headers.authorization ?? "", body });
        response.setHeader("content-type", "text/xml").end(REPLY);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.env.AWS_ENDPOINT_URL_STS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.AWS_REGION = "eu-central-1";
  });

  afterAll(async () => {
    process.env = before;
    await new Promise((resolve) => server.close(resolve));
  });

  it("come from STS, which is asked with those that were found", async () => {
    const found = () => async () => ({ accessKeyId: "AKIAFOUND", secretAccessKey: "found-secret" });
    const provider = assumedRole(found, ROLE, new BoundedHandler(KMS_LIMITS))({});
    expect(await provider()).toMatchObject({
      accessKeyId: "ASIAROLE",
      secretAccessKey: "role-secret",
      sessionToken: "role-token",
      expiration: new Date("2099-01-01T00:00:00Z"),
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.authorization).toMatch(/Credential=AKIAFOUND\/\d+\/eu-central-1\/sts\//);
    const body = new URLSearchParams(asked[0]?.body);
    expect(body.get("RoleArn")).toBe(ROLE);
    expect(body.get("RoleSessionName")).toBe("sealstack");
  });
});
