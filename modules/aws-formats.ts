/** Forms that AWS gives to what many properties take. Texts with tokens pass: only Terraform can judge those. */
import { parseArn } from "./arn";
import { type Check, text, textLike } from "./shape";
import { shown } from "./show-value";
import { isToken, tokenParts } from "./tokens";

/** Source: AWS Account Management Reference Guide, "View AWS account identifiers". */
const ACCOUNT_ID = /^\d{12}$/;

/** Such as `eu-central-1`, `us-gov-west-1`, `us-isob-east-1` and `eusc-de-east-1`; no zone of a region, such as `eu-central-1a`. */
export const REGION = /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/;

/** Such as `aws`, `aws-cn`, `aws-us-gov`, `aws-iso-b` and `aws-eusc`. */
const PARTITION = /^aws(-[a-z]+)*$/;

export const accountId: Check = textLike("twelve digits", (value) => ACCOUNT_ID.test(value));

export const region: Check = textLike("a region such as 'eu-central-1'", (value) => REGION.test(value));

export const partition: Check = textLike("a partition such as 'aws' or 'aws-cn'", (value) =>
  PARTITION.test(value),
);

export const dnsSuffix: Check = textLike("a domain such as 'amazonaws.com'", (value) =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value),
);

export const arn: Check = textLike("an ARN", (value) => parseArn(value) !== undefined);

/** An alias does not do: policies and grants know keys only, and an alias is looked up in the account of whoever asks. */
export const keyArn: Check = textLike(
  "the ARN of a key, such as 'arn:aws:kms:<region>:<account>:key/<id>'",
  (value) => {
    const found = parseArn(value);
    return found?.service === "kms" && found.account !== "" && /^key\/[^/]+$/.test(found.resource);
  },
);

/** Id or ARN of a key, where KMS takes no alias. Source: KMS API Reference, `CreateAlias` and `CreateGrant`, `KeyId`. */
export const keyIdOrArn: Check = textLike(
  "the id or ARN of a key, and no alias",
  (value) => !/(^|:)alias\//.test(value),
);

/** Whether a start of object keys ends in a slash, as far as that is known: without it, `releases` would be about `releases-secret/` too. */
export function endsInSlash(prefix: string): boolean {
  return prefix.endsWith("/") || (isToken(prefix) && tokenParts(prefix).at(-1) === "");
}

const wantsFolder =
  (wanted: string, good: (prefix: string) => boolean): Check =>
  (what, value) => {
    const problems = text(what, value);
    if (problems.length > 0 || good(String(value))) return problems;
    return [`${what} must be ${wanted}, got ${shown(value)}`];
  };

/** Start of object keys, with the slash. */
export const folder: Check = wantsFolder("a prefix with a slash at its end, such as 'etcd/'", endsInSlash);

/** The same, or `""` for all of them. */
export const folderOrAll: Check = wantsFolder(
  `a prefix with a slash at its end, such as 'etcd/', or "" for every object`,
  (prefix) => prefix === "" || endsInSlash(prefix),
);
