/** AWS as the commands see it when something is wrong with it: KMS and S3 in memory, every other service that only fails. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { sealstack } from "../processes/cli";
import { type KmsEndpoint, type KmsFate, kmsEndpoint } from "./kms-endpoint";
import { type S3Endpoint, type S3Reply, type S3Request, s3Endpoint } from "./s3-endpoint";

/** What goes wrong, from the first request on. */
export const FAULTS = {
  throttled: "every request is throttled",
  "500": "every request fails inside of AWS",
  "503": "a page of HTML says that the service is unavailable",
  cut: "every connection is cut",
  stall: "nobody answers",
  slow: "every answer takes a while",
  "clock skew": "AWS takes the clock of this host for wrong",
  "wrong KeyId": "KMS answers for another key",
  "cut listing": "listings say that there is more, and not where",
  "circle of pages": "listings begin again and again",
  "error in 200": "S3 answers 200, and an error in it",
  "odd ETags": "S3 answers every request with another ETag",
} as const;
export type Fault = keyof typeof FAULTS;

type Fate = S3Reply | "hang" | "cut";

export interface FaultWorld {
  readonly kms: KmsEndpoint;
  readonly s3: S3Endpoint;
  readonly keyArn: string;
  /** Id of the backup that is there. */
  readonly backup: string;
  /** Environment of commands. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder with `file`, `large`, `message` and `items`. */
  readonly dir: string;
  set(fault: Fault | undefined): void;
  close(): Promise<void>;
}

/** Bytes: two parts. */
const LARGE = 6 * 1024 ** 2;
const SLOW_MS = 20;

export async function faultWorld(dir: string): Promise<FaultWorld> {
  const [kms, s3] = [await kmsEndpoint(), await s3Endpoint()];
  let fault: Fault | undefined;
  const others = createServer((incoming, outgoing) => {
    incoming.resume().once("end", () => other(fault, incoming, outgoing));
  });
  await new Promise<void>((resolve) => others.listen(0, "127.0.0.1", resolve));
  const key = kms.createKey();
  const wrong = kms.createKey();
  kms.decide = () => kmsFate(fault, wrong.arn);
  s3.change = (reply, request) => s3Fate(fault, settingsOf(s3, request) ?? reply, request);
  const world: FaultWorld = {
    kms,
    s3,
    dir,
    keyArn: key.arn,
    backup: "",
    env: {
      AWS_REGION: "eu-central-1",
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(others.address() as AddressInfo).port}`,
      AWS_ENDPOINT_URL_KMS: kms.url,
      AWS_ENDPOINT_URL_S3: s3.url,
    },
    set: (next) => {
      fault = next;
    },
    close: async () => {
      others.closeAllConnections();
      await Promise.all([kms.close(), s3.close(), new Promise((resolve) => others.close(resolve))]);
    },
  };
  mkdirSync(join(dir, "out"));
  writeFileSync(join(dir, "file"), "content");
  writeFileSync(join(dir, "large"), Buffer.alloc(LARGE, "x"));
  writeFileSync(join(dir, "items"), '{"id":1,"card":"4111"}\n');
  writeFileSync(join(dir, "material"), Buffer.alloc(32, 7));
  const run = async (...argv: string[]): Promise<void> => {
    const ran = await sealstack(argv, { env: world.env });
    if (ran.status !== 0) throw new Error(ran.stderr);
  };
  const keyed = ["--key", key.arn];
  await run("backup", "--bucket", "backups", "--prefix", "p/", "--name", "ca", ...keyed, join(dir, "file"));
  await run("encrypt", ...keyed, "--in", join(dir, "file"), "--out", join(dir, "message"));
  const fields = ["--table", "t", "--id-field", "id", "--field", "card"];
  await run("encrypt-item", ...keyed, ...fields, "--in", join(dir, "items"), "--out", join(dir, "sealed"));
  const backup = [...s3.objects.keys()].find((each) => each.endsWith(".kms")) ?? "";
  return { ...world, backup };
}

/** Names of what a command may have left below `dir`. */
export const filesBelow = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();

const HTML = "<html><body>Service Unavailable</body></html>";
const JSON_ERRORS: Partial<Record<Fault, readonly [number, string]>> = {
  throttled: [400, "ThrottlingException"],
  "500": [500, "InternalFailure"],
  "clock skew": [400, "RequestExpired"],
};
const XML_ERRORS: Partial<Record<Fault, readonly [number, string]>> = {
  throttled: [503, "SlowDown"],
  "500": [500, "InternalError"],
  "clock skew": [403, "RequestTimeTooSkewed"],
};

async function kmsFate(fault: Fault | undefined, wrong: string): Promise<KmsFate> {
  const [status, name] = JSON_ERRORS[fault ?? "slow"] ?? [];
  if (status !== undefined && name !== undefined) return { status, name };
  switch (fault) {
    case "503":
      return { broken: (outgoing) => outgoing.writeHead(503).end(HTML) };
    case "cut":
      return { broken: (outgoing) => outgoing.destroy() };
    case "stall":
      return "hang";
    case "wrong KeyId":
      return {
        reply: (good) => ({
          ...good,
          KeyId: wrong,
          ...(good.KeyMetadata !== undefined && { KeyMetadata: { ...good.KeyMetadata, Arn: wrong } }),
        }),
      };
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      return "pass";
    default:
      return "pass";
  }
}

let odd = 0;

async function s3Fate(fault: Fault | undefined, reply: S3Reply, request: S3Request): Promise<Fate> {
  const [status, code] = XML_ERRORS[fault ?? "slow"] ?? [];
  if (status !== undefined) return { status, headers: {}, body: xmlError(code) };
  const isListing = request.method === "GET" && request.key === "";
  switch (fault) {
    case "503":
      return { status: 503, headers: {}, body: HTML };
    case "cut":
      return "cut";
    case "stall":
      return "hang";
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      return reply;
    case "cut listing":
      return isListing ? { ...reply, body: listing(request, "") } : reply;
    case "circle of pages":
      return isListing ? { ...reply, body: listing(request, "again") } : reply;
    case "error in 200":
      return request.method === "GET" && request.key !== ""
        ? reply
        : { status: 200, headers: {}, body: xmlError("InternalError") };
    case "odd ETags":
      return { ...reply, headers: { ...reply.headers, etag: `"odd-${++odd}"` } };
    default:
      return reply;
  }
}

/** What the endpoint in memory does not know: a bucket that keeps versions, and locks and removes nothing. */
function settingsOf({ objects }: S3Endpoint, { key, query, method }: S3Request): S3Reply | undefined {
  const xml = (body: string, status = 200): S3Reply => ({
    status,
    headers: {},
    body: `<?xml version="1.0"?>${body}`,
  });
  const none = (code: string): S3Reply => xml(xmlError(code), 404);
  if (key !== "" || method !== "GET") return undefined;
  if (query.has("versioning"))
    return xml("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
  if (query.has("object-lock")) return none("ObjectLockConfigurationNotFoundError");
  if (query.has("lifecycle")) return none("NoSuchLifecycleConfiguration");
  if (query.has("encryption")) return none("ServerSideEncryptionConfigurationNotFoundError");
  if (query.has("ownershipControls")) return none("OwnershipControlsNotFoundError");
  if (query.has("publicAccessBlock")) return none("NoSuchPublicAccessBlockConfiguration");
  if (query.has("uploads"))
    return xml("<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>");
  if (!query.has("versions")) return undefined;
  const versions = [...objects.keys()]
    .filter((each) => each.startsWith(query.get("prefix") ?? ""))
    .sort()
    .map(
      (each) =>
        `<Version><Key>${each}</Key><VersionId>v1</VersionId><IsLatest>true</IsLatest><LastModified>2026-11-22T01:42:00.000Z</LastModified><Size>1</Size><StorageClass>STANDARD</StorageClass></Version>`,
    );
  return xml(`<ListVersionsResult><IsTruncated>false</IsTruncated>${versions.join("")}</ListVersionsResult>`);
}

const xmlError = (code: string | undefined): string =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;

/** Pages of objects, versions and uploads say in words of their own where the next one is. */
function listing({ query }: S3Request, token: string): string {
  const [root, next] = query.has("versions")
    ? ["ListVersionsResult", ["NextKeyMarker", "NextVersionIdMarker"]]
    : query.has("uploads")
      ? ["ListMultipartUploadsResult", ["NextKeyMarker", "NextUploadIdMarker"]]
      : ["ListBucketResult", ["NextContinuationToken"]];
  const there =
    token === "" ? "" : (next as string[]).map((name) => `<${name}>p/${token}</${name}>`).join("");
  return `<?xml version="1.0"?><${root}><IsTruncated>true</IsTruncated>${there}</${root}>`;
}

/** CloudTrail speaks JSON, the others forms and XML. */
function other(fault: Fault | undefined, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (fault === "stall") return;
  if (fault === "cut") incoming.socket.destroy();
  else if (fault === "503") outgoing.writeHead(503).end(HTML);
  else {
    const json = incoming.headers["x-amz-target"] !== undefined;
    const [status, name] = JSON_ERRORS[fault ?? "500"] ?? [500, "InternalFailure"];
    outgoing
      .writeHead(status)
      .end(
        json
          ? JSON.stringify({ __type: name, message: "no" })
          : `<Response><Errors><Error><Code>${name}</Code><Message>no</Message></Error></Errors><Error><Code>${name}</Code></Error></Response>`,
      );
  }
}
