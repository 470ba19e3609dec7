/** What may be wrong with AWS from the first request on, and how each service shows it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { KmsFate, KmsRequest } from "../servers/kms-endpoint";
import type { S3Fate, S3Reply, S3Request } from "../servers/s3-endpoint";

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

const SLOW_MS = 20;
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

export const slowly = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SLOW_MS));

/** @param wrong the ARN that KMS answers for in place of the right one */
export async function kmsFate(
  fault: Fault | undefined,
  { operation }: KmsRequest,
  wrong: string,
): Promise<KmsFate> {
  const [status, name] = JSON_ERRORS[fault ?? "slow"] ?? [];
  if (status !== undefined && name !== undefined) return { status, name };
  const isListing = operation.startsWith("List");
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
    case "cut listing":
      return isListing ? { reply: (good) => ({ ...good, Truncated: true }) } : "pass";
    case "circle of pages":
      return isListing ? { reply: (good) => ({ ...good, Truncated: true, NextMarker: "again" }) } : "pass";
    case "slow":
      await slowly();
      return "pass";
    default:
      return "pass";
  }
}

/** Before anything is done; `undefined` where the fault lets it be done. */
export async function s3Refusal(fault: Fault | undefined): Promise<S3Fate | undefined> {
  const [status, code] = XML_ERRORS[fault ?? "slow"] ?? [];
  if (status !== undefined) return { status, headers: {}, body: xmlError(code) };
  if (fault === "503") return UNAVAILABLE;
  if (fault === "cut") return "cut";
  if (fault === "stall") return "hang";
  if (fault === "slow") await slowly();
  return undefined;
}

export const UNAVAILABLE: S3Reply = { status: 503, headers: {}, body: HTML };

let odd = 0;

/** What becomes of a good reply. */
export function s3Change(fault: Fault | undefined, reply: S3Reply, request: S3Request): S3Reply {
  const isListing =
    request.method === "GET" && request.key === "" && /list|versions|uploads|prefix/.test(`${request.query}`);
  switch (fault) {
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

/** The refusal of any other service; CloudTrail speaks JSON, the others forms and XML. @returns whether it refused */
export function otherRefusal(
  fault: Fault | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): boolean {
  if (fault === "stall") return true;
  if (fault === "cut") incoming.socket.destroy();
  else if (fault === "503") outgoing.writeHead(503).end(HTML);
  else {
    const [status, name] = JSON_ERRORS[fault ?? "slow"] ?? [];
    if (status === undefined || name === undefined) return false;
    otherError(incoming, outgoing, status, name);
  }
  return true;
}

export function otherError(
  { headers }: IncomingMessage,
  outgoing: ServerResponse,
  status: number,
  name: string,
): void {
  const json = headers["x-amz-target"] !== undefined;
  outgoing
    .writeHead(status)
    .end(
      json
        ? JSON.stringify({ __type: name, message: "no" })
        : `<Response><Errors><Error><Code>${name}</Code><Message>no</Message></Error></Errors><Error><Code>${name}</Code></Error></Response>`,
    );
}

const NO_MORE = /<IsTruncated>false<.IsTruncated>/;

/** A token that is always the same; only lists of IAM can say that there is more, and not where. */
export function otherChange(fault: Fault | undefined, body: string): string {
  if (fault === "cut listing") return body.replace(NO_MORE, "<IsTruncated>true</IsTruncated>");
  if (fault !== "circle of pages") return body;
  if (body.startsWith("{")) return JSON.stringify({ ...JSON.parse(body), NextToken: "again" });
  return NO_MORE.test(body)
    ? body.replace(NO_MORE, "<IsTruncated>true</IsTruncated><Marker>again</Marker>")
    : body.replace(/<\/(\w+Response)>$/, "<nextToken>again</nextToken></$1>");
}
