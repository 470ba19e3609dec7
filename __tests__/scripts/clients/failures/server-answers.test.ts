import { services } from "../../../../scripts/services";
import { rawCipher } from "../../../helpers/kms/raw-cipher";
import { sealstack } from "../../../helpers/processes/cli";
import {
  type Answer,
  type AnsweringServer,
  answeringServer,
} from "../../../helpers/servers/answering-server";

/** Only what a run needs, so that nothing of the machine's own AWS configuration matters. */
const ENV = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "eu-central-1",
  AWS_EC2_METADATA_DISABLED: "true",
};

let answer: Answer = { status: 200 };
let server: AnsweringServer;
const before = { ...process.env };

beforeAll(async () => {
  Object.assign(process.env, ENV); // the SDK reads the process's own
  server = await answeringServer(() => answer);
});
afterAll(async () => {
  process.env = before;
  await server.close();
});

const xml = (code: string, message: string): string =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

const list = (given: Answer) => {
  answer = given;
  return sealstack(["list", "--bucket", "some-bucket", "--endpoint-url", server.url], { env: ENV });
};

describe("a server's answer", () => {
  /** Without KMS, and without a passphrase, whose derivation takes longer than all the rest. */
  const backup = (given: Answer) => {
    answer = given;
    const argv = ["backup", "--bucket", "some-bucket", "--name", "n", "--endpoint-url", server.url, "-"];
    const cipher = async () => rawCipher();
    return sealstack(argv, { env: ENV, stdin: Buffer.from("content"), services: { ...services, cipher } });
  };

  // Code and message are the server's own; none of these is denied, silent or a defect.
  it.each([
    [400, "InvalidBucketName", "The specified bucket is not valid", 14],
    [400, "InvalidRequest", "Bucket is a requester pays bucket", 14],
    [409, "OperationAborted", "A conflicting operation is in progress", 14],
    [411, "MissingContentLength", "You must provide the Content-Length header", 14],
    [413, "EntityTooLarge", "Your proposed upload exceeds the maximum", 14],
    [416, "InvalidRange", "The requested range is not satisfiable", 14],
    [422, "UnprocessableEntity", "not now", 14],
    [403, "UserSuspended", "User is suspended", 8],
    [401, "Unauthorized", "who are you", 9],
    [404, "NoSuchTenant", "there is no such tenant", 10],
    [500, "RgwBroken", "the gateway is broken", 12],
    [507, "XMinioStorageFull", "Storage backend has reached its minimum free drive threshold", 12],
  ])("%i %s is told in the server's own words", async (status, code, message, exit) => {
    const ran = await list({ status, body: xml(code, message) });
    expect(ran.stderr).toContain(`${message} (${code}, HTTP ${status})`);
    expect(ran.stderr).toMatch(/hint: .{10,}/);
    expect(ran.status).toBe(exit);
  });

  it.each([
    [418, "<html><body>I am a teapot</body></html>", 14, "HTTP 418"],
    [407, "proxy authentication required", 9, "HTTPS_PROXY"],
    [302, "", 14, "HTTP 302"],
    [307, "", 10, "another region"],
    [502, "<html>Bad Gateway", 12, "HTTP 502"],
    [501, "", 14, "cannot do that"],
    [405, "", 14, "cannot do that"],
    [200, "<html>sign in to the network", 15, "cannot list"],
    [200, "{}", 15, "cannot list"],
  ])("%i with %s, which is none of S3, is no defect", async (status, body, exit, words) => {
    const ran = await list({ status, body });
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toContain("teapot"); // a page says nothing in a terminal
    expect(ran.status).toBe(exit);
  });

  it("says what a server without conditional writes lacks", async () => {
    const ran = await backup({
      status: 501,
      body: xml("NotImplemented", "A header you provided implies functionality that is not implemented."),
    });
    expect(ran.stderr).toContain("implies functionality that is not implemented (NotImplemented, HTTP 501)");
    expect(ran.stderr).toContain("If-None-Match");
    expect(ran.status).toBe(14);
  });

  it("says how to bring an archived object back", async () => {
    const body = xml("InvalidObjectState", "The operation is not valid for the object's storage class");
    const ran = await list({ status: 403, body });
    expect(ran.stderr).toContain("--rehydrate");
    expect(ran.status).toBe(14);
  });

  it("does not repeat what AWS quotes of the request", async () => {
    const quoted =
      "2 validation errors detected: Value '{tier=hunter2}' at 'encryptionContext' failed to satisfy constraint: Member must have length; Value '' at 'keyId' failed";
    const ran = await list({ status: 400, body: xml("ValidationException", quoted) });
    expect(ran.stderr).not.toContain("hunter2");
    expect(ran.stderr).toContain("Value at 'encryptionContext' failed to satisfy constraint");
    expect(ran.stderr).toContain("Value at 'keyId' failed (ValidationException, HTTP 400)");
  });

  it("keeps a message in one line, whatever it holds", async () => {
    const ran = await list({ status: 400, body: xml("Odd", `one&#10;two&#x2028;three${"x".repeat(1000)}`) });
    expect(ran.stderr).toContain("the server refused: one two three");
    expect(ran.stderr.split("\n")).toHaveLength(3);
    expect(ran.stderr.length).toBeLessThan(600);
  });
});

describe("the configuration of the SDK", () => {
  const region = process.env.AWS_REGION;
  afterEach(() => {
    process.env.AWS_REGION = region;
  });

  it.each([
    ["list --bucket b"],
    ["encrypt --key alias/x --out -"],
    ["backup --bucket b --prefix x/ --key alias/x", __filename],
    ["restore --bucket b --key alias/x x/a-20261128T100000Z.tar.gz.kms none"],
    ["verify --bucket b --key alias/x x/a-20261128T100000Z.tar.gz.kms"],
    ["prune --bucket b --prefix x/ --name a --keep-last 1"],
    ["drill --bucket b --prefix x/ --name a"],
    ["cleanup --bucket b"],
    ["keys status --bucket b --key alias/x"],
  ])("%s, without a region, says how to give one", async (command, ...operands) => {
    delete process.env.AWS_REGION;
    const argv = [...command.split(" "), ...operands];
    const ran = await sealstack(argv, { env: { ...ENV, AWS_REGION: "" }, stdin: Buffer.from("x") });
    expect(ran.stderr).toContain("it is not known in which AWS region");
    expect(ran.stderr).toContain("--region");
    expect(ran.status).toBe(9);
  });

  it.each(["eu central", "EU", "eu-central-1.evil.example", "-x", "a/b"])(
    "the region %p is refused before anybody is asked",
    async (region) => {
      const ran = await sealstack(["list", "--bucket", "b", "--region", region], { env: ENV });
      expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining("--region") });
    },
  );
});
