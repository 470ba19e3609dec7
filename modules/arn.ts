/** The parts of an Amazon Resource Name, as {@link parseArn} finds them. */
export interface Arn {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly service: string;
  /** Empty for global services, such as IAM. */
  readonly region: string;
  /** Twelve digits; empty for S3 buckets. */
  readonly account: string;
  /** Everything after the fifth colon, slashes and colons included. */
  readonly resource: string;
}

/**
 * Splits an ARN; `undefined` when `text` is not one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:([a-z0-9-]+):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws)?:(.+)$/s.exec(text);
  if (match === null) return undefined;
  const [, partition = "", service = "", region = "", account = "", resource = ""] = match;
  return { partition, service, region, account, resource };
}

/** Joins the parts again; the inverse of {@link parseArn}. Parts may be unresolved tokens. */
export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
