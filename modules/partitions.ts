/**
 * What differs between the partitions of AWS. Everything else that looks like a domain is the same everywhere: names of services as principals, but for
 * those listed here; `kms:ViaService`; `eventSource` in CloudTrail; the audience of EKS and GitHub tokens.
 */

import { isToken } from "./tokens";

/** One partition. */
export interface PartitionTraits {
  /** Domain of its endpoints. */
  readonly dnsSuffix: string;
  /** Where its people sign in. The last works by itself; the European Sovereign Cloud has no host without a region. */
  readonly signInDomains: readonly [string, ...string[]];
  /** Services whose names as principals end in `dnsSuffix`; all others end in {@link SERVICE_DOMAIN}. */
  readonly ownPrincipals: readonly string[];
}

/** Domain of the names of services, also where endpoints have another one. */
export const SERVICE_DOMAIN = "amazonaws.com";

/**
 * Sources: `partitions.json` and the endpoint rules of the sign-in service in the AWS SDKs (domains); the AWS provider's data source
 * `aws_service_principal` (principals). EC2 is `ec2.amazonaws.com` in all of them: AWS CDK pull request 22589, AWS CLI pull request 8703; IAM of
 * the European Sovereign Cloud refuses `ec2.amazonaws.eu` (pulumi-eks issue 2341).
 */
export const PARTITIONS: Readonly<Record<string, PartitionTraits>> = {
  aws: { dnsSuffix: "amazonaws.com", signInDomains: ["signin.aws.amazon.com"], ownPrincipals: [] },
  "aws-cn": {
    dnsSuffix: "amazonaws.com.cn",
    signInDomains: ["signin.amazonaws.cn"],
    ownPrincipals: ["codedeploy", "elasticmapreduce", "logs"],
  },
  "aws-us-gov": {
    dnsSuffix: "amazonaws.com",
    signInDomains: ["signin.amazonaws-us-gov.com"],
    ownPrincipals: [],
  },
  "aws-iso": {
    dnsSuffix: "c2s.ic.gov",
    signInDomains: ["signin.c2shome.ic.gov"],
    ownPrincipals: ["cloudhsm", "config", "logs", "workspaces"],
  },
  "aws-iso-b": {
    dnsSuffix: "sc2s.sgov.gov",
    signInDomains: ["signin.sc2shome.sgov.gov"],
    ownPrincipals: ["dms", "logs"],
  },
  "aws-iso-e": {
    dnsSuffix: "cloud.adc-e.uk",
    signInDomains: ["signin.csphome.adc-e.uk"],
    ownPrincipals: [],
  },
  "aws-iso-f": {
    dnsSuffix: "csp.hci.ic.gov",
    signInDomains: ["signin.csphome.hci.ic.gov"],
    ownPrincipals: [],
  },
  "aws-eusc": {
    dnsSuffix: "amazonaws.eu",
    signInDomains: ["signin.amazonaws-eusc.eu", "eusc-de-east-1.signin.amazonaws-eusc.eu"],
    ownPrincipals: [],
  },
};

/** Starts of the regions of a partition; every other region is one of `aws`. Source: `partitions.json` in the AWS SDKs. */
const REGIONS: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, "aws-cn"],
  [/^us-gov-/, "aws-us-gov"],
  [/^us-iso-/, "aws-iso"],
  [/^us-isob-/, "aws-iso-b"],
  [/^eu-isoe-/, "aws-iso-e"],
  [/^us-isof-/, "aws-iso-f"],
  [/^eusc-/, "aws-eusc"],
];

/** The partition of a region. */
export function partitionOfRegion(region: string): string {
  return REGIONS.find(([start]) => start.test(region))?.[1] ?? "aws";
}

/** Gives one text for each partition named, and another for the rest, where only Terraform knows the partition. */
export type ByPartition = (values: Readonly<Record<string, string>>, otherwise: string) => string;

/** As much of an environment as {@link byPartition} looks at. */
export interface InPartition {
  readonly partition?: string;
  readonly dnsSuffix?: string;
  readonly byPartition?: ByPartition;
}

/** Chooses by the partition; `undefined` where it is known to nobody but Terraform, and the environment cannot ask that. */
export function byPartition(
  env: InPartition,
  values: Readonly<Record<string, string>>,
  otherwise: string,
): string | undefined {
  const { partition = partitionOfSuffix(env.dnsSuffix) } = env;
  if (partition !== undefined && !isToken(partition)) return values[partition] ?? otherwise;
  return env.byPartition?.(values, otherwise);
}

/** Where the suffix says it: two partitions have the same. */
function partitionOfSuffix(suffix: string | undefined): string | undefined {
  return Object.keys(PARTITIONS).find((name) => PARTITIONS[name]?.dnsSuffix === suffix);
}

/** Where events of global services, IAM among them, arrive. Sources: IAM User Guide, "Logging IAM and AWS STS API calls"; the guides of GovCloud and China. */
const GLOBAL_EVENTS: readonly string[] = ["us-east-1", "us-gov-west-1", "cn-north-1"];

/** Whether events of global services arrive in a region. */
export function globalEventsArriveIn(region: string): boolean {
  return GLOBAL_EVENTS.includes(region);
}
