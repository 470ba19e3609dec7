import { formatArn } from "../../arn";
import { isToken } from "../../tokens";

/** Where a stack is deployed; the values are usually tokens of data sources. */
export interface AwsEnvironment {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Domain of the partition's service names, such as `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

/** ARN that stands for an account: everybody in it whose own policy allows the action. */
export function accountRootArn({
  partition,
  accountId,
}: Pick<AwsEnvironment, "partition" | "accountId">): string {
  return formatArn({ partition, service: "iam", region: "", account: accountId, resource: "root" });
}

/**
 * Services whose name ends in the domain of the partition; all others are called the same everywhere, in China too. Sources: `region-info` of the
 * AWS CDK, and the data source `aws_service_principal` of the AWS provider.
 */
const NAMED_BY_PARTITION: readonly string[] = ["codedeploy", "ec2", "elasticmapreduce", "logs"];
const EVERYWHERE = "amazonaws.com";

/** The name under which a service acts, such as `ec2.amazonaws.com`. @param service such as `ec2`; with a domain, it is taken without */
export function servicePrincipal(service: string, { dnsSuffix }: Pick<AwsEnvironment, "dnsSuffix">): string {
  const name = service.replace(/\.amazonaws\.com(\.cn)?$/, "");
  return `${name}.${NAMED_BY_PARTITION.includes(name) ? dnsSuffix : EVERYWHERE}`;
}

/**
 * Regions that are there without being asked for; every region since 2019, and so every new one, has to be enabled. Source: AWS Account Management
 * Reference Guide, "Enable or disable AWS Regions in your account". In other partitions there are none to be enabled.
 */
const ON_BY_DEFAULT =
  /^(us-(east|west)-[12]|ca-central-1|sa-east-1|eu-(central-1|north-1|west-[123])|ap-(south-1|southeast-[12]|northeast-[123])|(cn|us-gov)-.*)$/;

/** The name of a service that has one of its own in each region that has to be enabled. A region that only Terraform knows is taken for another one. */
export function optInPrincipal(service: string, { region }: Pick<AwsEnvironment, "region">): string {
  const universal = isToken(region) || ON_BY_DEFAULT.test(region);
  return universal ? `${service}.${EVERYWHERE}` : `${service}.${region}.${EVERYWHERE}`;
}
