import { formatArn } from "../arn";

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

/** The name under which a service acts, such as `ec2.amazonaws.com`. */
export function servicePrincipal(service: string, { dnsSuffix }: Pick<AwsEnvironment, "dnsSuffix">): string {
  return `${service}.${dnsSuffix}`;
}
