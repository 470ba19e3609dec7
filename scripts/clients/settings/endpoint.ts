/**
 * Where a service is asked, if not at AWS's own address.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html ("Service-specific endpoints")
 */
import { OperatorError } from "../../errors";
import { checkedEndpoint } from "../../settings/settings-checks";
import { sharedProfile } from "./profile";

type Environment = Readonly<Record<string, string | undefined>>;

/** By the ids that the variables and the sections `services` of profiles have. */
export type Service =
  | "cloudtrail"
  | "cloudwatch"
  | "ec2"
  | "iam"
  | "kms"
  | "rds"
  | "s3"
  | "service_quotas"
  | "sns"
  | "sts";

export interface EndpointSettings {
  /** Said on the command line: for every service, whatever else is said. */
  readonly endpoint?: string | undefined;
  /** The variables of the environment. */
  readonly awsVariables: Environment;
}

/**
 * In this order: the command line; the variable of the service; that of all services; the section `services` that the profile names; the
 * profile. All but the first can be turned off, by `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` or in the profile.
 * @throws OperatorError `usage` for what is no URL.
 */
export async function endpointOf(
  service: Service,
  { endpoint, awsVariables: env }: EndpointSettings,
): Promise<string | undefined> {
  if (endpoint !== undefined) return endpoint;
  const { profile, section: sectionOf } = await sharedProfile(env);
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS || profile.ignore_configured_endpoint_urls;
  if (ignored?.toLowerCase() === "true") return undefined;
  const section = profile.services === undefined ? {} : sectionOf(`services.${profile.services}`);
  if (section === undefined)
    throw new OperatorError("usage", "the profile names a section of services that its file does not have", {
      hint: "add the section, or take `services` out of the profile",
    });
  return (
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    env.AWS_ENDPOINT_URL ||
    checkedEndpoint(section[`${service}.endpoint_url`] || profile.endpoint_url, "endpoint_url of the profile")
  );
}

/** Of all partitions. Source: AWS SDKs, partitions.json, `dnsSuffix` and `dualStackDnsSuffix`. */
const AWS_SUFFIXES: readonly string[] = [
  "amazonaws.com",
  "amazonaws.com.cn",
  "amazonaws.eu",
  "api.amazonwebservices.com.cn",
  "api.amazonwebservices.eu",
  "api.aws",
  "api.aws.hci.ic.gov",
  "api.aws.ic.gov",
  "api.aws.scloud",
  "api.cloud-aws.adc-e.uk",
  "c2s.ic.gov",
  "cloud.adc-e.uk",
  "csp.hci.ic.gov",
  "sc2s.sgov.gov",
];

/** Whether names of buckets can stand before the host's name: they resolve at AWS only. */
export const isAwsHost = (endpoint: string): boolean =>
  AWS_SUFFIXES.some((suffix) => new URL(endpoint).hostname.endsWith(`.${suffix}`));
