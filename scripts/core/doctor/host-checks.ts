/** This host and its way to AWS: credentials, endpoints, clock. */
import { type Check, type Found, look } from "./check";
import type { CredentialsOrigin, Inspection, Metadata } from "./ports";

/** Sooner than that, a run may not come to its end. */
const SOON_MILLISECONDS = 15 * 60_000;

/** SigV4 refuses what is off by 15 minutes; this is when somebody should look. Source: Signature Version 4, "Troubleshooting". */
const CLOCK_LIMIT_MILLISECONDS = 15 * 60_000;
const CLOCK_WARNING_MILLISECONDS = 60_000;

/** @param caller ARN of whoever the credentials are for, where STS said it. */
export async function credentialChecks(
  inspection: Inspection,
  caller: () => Promise<string | undefined>,
  now: Date,
): Promise<{ readonly checks: readonly Check[]; readonly caller: string | undefined }> {
  let origin: CredentialsOrigin | undefined;
  let arn: string | undefined;
  const credentials = await look("credentials", "credentials", async () => {
    origin = await inspection.credentials();
    arn = await caller();
    return credentialsFound(origin, arn, now);
  });
  const metadata = await look("metadata", "metadata service of the instance", async () => {
    if (origin !== undefined && !/metadata/.test(origin.source))
      return { result: "ok", detail: `not asked: the credentials are of ${origin.source}` };
    return metadataFound(await inspection.metadata(), origin !== undefined);
  });
  return { checks: [credentials, metadata], caller: arn };
}

function credentialsFound(
  { source, expires }: CredentialsOrigin,
  caller: string | undefined,
  now: Date,
): Found {
  const of = `of ${source}`;
  const left = (expires?.getTime() ?? Number.POSITIVE_INFINITY) - now.getTime();
  const end = expires === undefined ? "" : `, until ${expires.toISOString()}`;
  if (left <= 0)
    return {
      result: "problem",
      detail: `${of}: they expired on ${expires?.toISOString()}`,
      mend: "sign in again, or take them from a role that renews them",
    };
  if (left < SOON_MILLISECONDS && /^variables/.test(source))
    return {
      result: "warning",
      detail: `${of}${end}: nobody renews them, and a run may outlive them`,
      mend: "sign in again, or take them from a role that renews them",
    };
  return caller === undefined
    ? { result: "unknown", detail: `${of}${end}; AWS does not say whose they are` }
    : { result: "ok", detail: `${caller}, ${of}${end}` };
}

function metadataFound(metadata: Metadata, hasCredentials: boolean): Found {
  switch (metadata) {
    case "answers":
      return hasCredentials
        ? { result: "ok", detail: "it answers" }
        : {
            result: "problem",
            detail: "it answers, and has no credentials: the instance has no role",
            mend: "attach an instance profile: aws ec2 associate-iam-instance-profile",
          };
    case "off":
      return { result: "unknown", detail: "AWS_EC2_METADATA_DISABLED turns it off" };
    case "silent":
      return {
        result: "unknown",
        detail: "it does not answer: this is no instance of EC2, or a container too many hops away from it",
        mend: "in a container: aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2",
      };
  }
}

/** Names, TLS, proxies; and the clock, by what the endpoints say, since a wrong one keeps everybody else from answering. */
export async function endpointChecks(inspection: Inspection, now: () => Date): Promise<readonly Check[]> {
  const checks: Check[] = [];
  let clock: Found | undefined;
  for (const service of ["kms", "s3"] as const)
    checks.push(
      await look("endpoint", `endpoint of ${service.toUpperCase()}`, async () => {
        const { url, addresses, proxy, serverTime } = await inspection.reach(service);
        if (serverTime !== undefined) clock ??= clockFound(serverTime, now());
        const way = proxy === undefined ? `at ${addresses.join(", ")}` : `through the proxy ${proxy}`;
        return { result: "ok", detail: `${url} answers ${way}` };
      }),
    );
  const found = clock ?? { result: "unknown" as const, detail: "no server told a time" };
  return [...checks, await look("clock", "clock", async () => found)];
}

function clockFound(server: Date, now: Date): Found {
  const off = Math.abs(server.getTime() - now.getTime());
  const seconds = Math.round(off / 1000);
  if (off < CLOCK_WARNING_MILLISECONDS) return { result: "ok", detail: `${seconds} s from the server's` };
  return {
    result: off >= CLOCK_LIMIT_MILLISECONDS ? "problem" : "warning",
    detail: `${seconds} s from the server's: AWS refuses requests from 900 s on`,
    mend: "set the clock: timedatectl set-ntp true",
  };
}
