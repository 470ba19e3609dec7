/** What is wrong with a setting, before anybody is asked for anything. Pure. */
import { OperatorError } from "../errors";

/** It becomes a part of a host's name. */
export function checkedRegion(region: string | undefined): string | undefined {
  if (region === undefined || /^[a-z0-9][a-z0-9-]{0,62}$/.test(region)) return region;
  throw new OperatorError("usage", `the region must be lower-case letters, digits and '-', got '${region}'`, {
    hint: "set --region or AWS_REGION to something like eu-central-1",
  });
}

/** @param where it was said, for the hint. */
export function checkedEndpoint(text: string | undefined, where: string): string | undefined {
  if (text === undefined || text === "") return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new OperatorError("usage", `the endpoint must be a URL with http or https, got '${text}'`, {
    hint: `set ${where} to something like https://kms.example.org`,
  });
}

const ENDPOINT_VARIABLES = [
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_CLOUDTRAIL",
  "AWS_ENDPOINT_URL_CLOUDWATCH",
  "AWS_ENDPOINT_URL_EC2",
  "AWS_ENDPOINT_URL_IAM",
  "AWS_ENDPOINT_URL_KMS",
  "AWS_ENDPOINT_URL_RDS",
  "AWS_ENDPOINT_URL_S3",
  "AWS_ENDPOINT_URL_SERVICE_QUOTAS",
  "AWS_ENDPOINT_URL_SNS",
  "AWS_ENDPOINT_URL_STS",
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that name endpoints and the profile. An endpoint is wrong now, not when its service is asked. */
export function endpointVariables(env: Environment): Environment {
  const { AWS_PROFILE, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS } = env;
  const ignored = AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === "true";
  const endpoints = ENDPOINT_VARIABLES.map((name) => [
    name,
    ignored ? undefined : checkedEndpoint(env[name], name),
  ]);
  return { AWS_PROFILE, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, ...Object.fromEntries(endpoints) };
}

/** Names of S3, and of servers that allow more: old buckets have capitals and underscores. Source: S3 User Guide, "Bucket naming rules". */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;

/** ARNs that S3 takes in place of a name. Source: S3 User Guide, "Using Amazon S3 compatible operations with access points". */
const ACCESS_POINT = /^arn:[a-z-]+:s3[a-z-]*:[a-z0-9-]*:\d*:(accesspoint|outpost)[/:]/;

/** @throws OperatorError `usage`. */
export function assertBucket(bucket: string): void {
  if (BUCKET.test(bucket) || ACCESS_POINT.test(bucket)) return;
  const { name, path } = placeIn(bucket);
  throw new OperatorError("usage", `--bucket takes the name of a bucket and nothing else, got '${bucket}'`, {
    hint: BUCKET.test(name)
      ? `give --bucket ${name}${path === "" ? "" : ` and --prefix ${path}`}`
      : "give a name such as my-backups",
  });
}

interface Place {
  readonly name: string;
  /** What stands behind it, with a slash at its end; `""` is nothing. */
  readonly path: string;
}

/** Hosts of S3 that have the bucket in the path, and those that have it in their own name. Source: S3 User Guide, "Virtual hosting". */
const PATH_HOST = /^s3[a-z0-9.-]*\.amazonaws\.[a-z.]+$/;
const BUCKET_HOST = /^(.+?)\.s3[a-z0-9.-]*\.amazonaws\.[a-z.]+$/;

/** The bucket that was meant: `s3://b/t`, `b/t`, an ARN, the URL of an object or of a page of the console. */
function placeIn(text: string): Place {
  const bare = text.replace(/^s3:\/\//i, "").replace(/^arn:[a-z-]*:s3:::/, "");
  if (!URL.canParse(bare) || !/^https?:/.test(bare)) return split(bare);
  const { hostname, pathname, searchParams } = new URL(bare);
  const path = decodeURIComponent(pathname).slice(1);
  const inConsole = /(?:^|\/)s3\/(?:buckets|object)\/([^/]+)/.exec(path)?.[1];
  if (inConsole !== undefined) return split(`${inConsole}/${searchParams.get("prefix") ?? ""}`);
  if (PATH_HOST.test(hostname)) return split(path);
  const inHost = BUCKET_HOST.exec(hostname)?.[1];
  return split(inHost === undefined ? path : `${inHost}/${path}`);
}

function split(text: string): Place {
  const [name = "", ...words] = text.split("/").filter((word) => word !== "" && word !== "*");
  return { name, path: words.length === 0 ? "" : `${words.join("/")}/` };
}

/**
 * Where a run keeps what a later one should know.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ and systemd.exec(5), `StateDirectory=`
 */
export function stateDirectories(
  flag: string | undefined,
  env: Environment,
): { readonly stateDirectory: string | undefined; readonly stateHome: string | undefined } {
  const [ofUnit] = (env.STATE_DIRECTORY ?? "").split(":");
  const given = [flag, env.SEALSTACK_STATE_DIR, ofUnit].find((text) => text !== undefined && text !== "");
  const absolute = (path: string | undefined): path is string => path?.startsWith("/") === true;
  const home = absolute(env.HOME) ? `${env.HOME}/.local/state` : undefined;
  return {
    stateDirectory: given,
    stateHome: absolute(env.XDG_STATE_HOME) ? env.XDG_STATE_HOME : home,
  };
}
