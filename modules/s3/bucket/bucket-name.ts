import { text } from "../../shape";
import { shown } from "../../show-value";
import { BUCKET_NAME_LENGTH } from "../limits";

/** Source: S3 User Guide, "General purpose bucket naming rules". */
const FORBIDDEN_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const FORBIDDEN_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];

/**
 * What is wrong with the name of a bucket. Dots are refused although S3 allows them: with them, TLS to the bucket's own host name fails.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameProblem(name: string): string | undefined {
  const [form] = text("bucket name", name);
  if (form !== undefined) return form;
  const { min, max } = BUCKET_NAME_LENGTH;
  if (name.length < min || name.length > max)
    return `bucket name must be ${min} to ${max} characters long, got ${name.length} in ${shown(name)}`;
  if (!/^[a-z0-9][a-z0-9-]*[a-z0-9]$/.test(name))
    return `bucket name must be lower-case letters, digits and '-', with a letter or digit at both ends, got ${shown(name)}`;
  const prefix = FORBIDDEN_PREFIXES.find((part) => name.startsWith(part));
  if (prefix !== undefined) return `bucket name must not start with ${shown(prefix)}, got ${shown(name)}`;
  const suffix = FORBIDDEN_SUFFIXES.find((part) => name.endsWith(part));
  if (suffix !== undefined) return `bucket name must not end with ${shown(suffix)}, got ${shown(name)}`;
  return undefined;
}
