/** Rules that more than one variable has, in HCL, by the sentences of the schemas. */
import type { Validation } from "./validation";

export const rootStatement = (variable: string): readonly Validation[] => [
  {
    condition: `try(var.${variable}.root_statement != "full" || var.${variable}.root_statement_reason != null, true)`,
    message: `"${variable}.root_statement: 'full' needs a root_statement_reason beside it, got none"`,
  },
];

export const PERIMETER: readonly Validation[] = [
  {
    condition:
      "var.perimeter == null || try(var.perimeter.organization_ids, null) != null || try(var.perimeter.vpc_endpoint_ids, null) != null || try(var.perimeter.vpc_ids, null) != null",
    message: '"perimeter: must have organization_ids, vpc_endpoint_ids, vpc_ids, got none of them"',
  },
];

/** No rule of one prefix may be about objects of another. */
export const overlap = (
  list: string,
  path: string,
  { of = ".prefix", says = "prefixes must not overlap" } = {},
): Validation => {
  const pairs = `flatten([for index, one in ${list} : [for other in slice(${list}, index + 1, length(${list})) : "'\${one${of}}' and '\${other${of}}'" if startswith(other${of}, one${of}) || startswith(one${of}, other${of})]])`;
  return {
    condition: `length(${pairs}) == 0`,
    message: `"${path}: ${says}, got \${join(", ", ${pairs})}"`,
  };
};

/** A lock that outlives the expiration keeps what the lifecycle rule is there to remove. */
const lock = (list: string): Validation => {
  const long = `[for one in ${list} : one if try(var.bucket.object_lock.retention_in_days > one.expiration_in_days, false)]`;
  return {
    condition: `length(${long}) == 0`,
    message: `"bucket.object_lock.retention_in_days: \${join("; ", [for one in ${long} : "object lock of \${var.bucket.object_lock.retention_in_days} days must not outlast the expiration of '\${one.prefix}', got \${one.expiration_in_days} days"])}"`,
  };
};

export const retentions = (key: string): readonly Validation[] => [
  overlap(`var.bucket.${key}`, `bucket.${key}`),
  lock(`var.bucket.${key}`),
];

/** Of an ARN: the account is the fifth part. */
export const account = (arn: string): string => `split(":", ${arn})[4]`;

export const otherAccount = (path: string): readonly Validation[] => [
  {
    condition: `try(var.${path}.account, null) == null || var.account_id != null`,
    message: `"account_id: must be given beside ${path}.account, which is another account: got none"`,
  },
  {
    condition: `try(var.${path}.account.id != var.account_id, true)`,
    message: `"${path}.account.id: must be another account than the stack's own, got '\${coalesce(var.account_id, "none")}'; leave it out for one account"`,
  },
  {
    condition: `try(${account(`var.${path}.account.key_arn`)} == var.${path}.account.id, true)`,
    message: `"${path}.account.key_arn: must be a key of account \${coalesce(try(var.${path}.account.id, null), "none")}, got '\${coalesce(try(var.${path}.account.key_arn, null), "none")}'"`,
  },
  {
    condition: `try(split(":", var.${path}.account.key_arn)[3] == var.${path}.region, true)`,
    message: `"${path}.account.key_arn: must be a key of \${coalesce(try(var.${path}.region, null), "none")}, got '\${coalesce(try(var.${path}.account.key_arn, null), "none")}'"`,
  },
  {
    condition: `try(var.${path}.account.bucket != var.bucket.name, true)`,
    message: `"${path}.account.bucket: must not be the stack's own bucket, got '\${coalesce(try(var.${path}.account.bucket, null), "none")}'"`,
  },
  {
    condition: `try(var.${path}.account.object_lock || var.bucket.object_lock == null, true)`,
    message: `"${path}.account.object_lock: must be true, as bucket.object_lock is given: S3 copies nothing otherwise; got false"`,
  },
  {
    condition: `try(var.${path}.account == null || var.${path}.name == null, true)`,
    message: `"${path}.name: must be left out beside ${path}.account, whose owner names the bucket"`,
  },
  {
    condition: `try(var.${path}.name != var.bucket.name || var.bucket.name == null, true)`,
    message: `"${path}.name: must not be the first bucket's, got '\${coalesce(try(var.${path}.name, null), "none")}'"`,
  },
];

export const once = (at: string, path: string, what: string): Validation => {
  const list = at.startsWith("try") ? `coalesce(${at}, [])` : at;
  return {
    condition: `length(distinct(${list})) == length(${list})`,
    message: `"${path}: must name each ${what} once, got '\${join("', '", distinct([for index, one in ${list} : one if index(${list}, one) != index]))}' again"`,
  };
};

export const givenOnce = (name: string): Validation => ({
  condition: `length(distinct(var.${name})) == length(var.${name})`,
  message: `"${name}: \${join("; ", [for index, one in var.${name} : "must be given once, got '\${one}' again" if index(var.${name}, one) != index])}"`,
});

/** Up to the first value that it shows. */
const beginOf = (sentence: string): string => (sentence.split("${")[0] ?? "").replace(/'$/, "");

/** What a list says of those of its items that break a rule. */
export const eachOf = (name: string, isWrong: string, sentence: string, list = `var.${name}`): Validation => {
  const wrong = `[for one in ${list} : one if ${isWrong}]`;
  return {
    condition: `length(${wrong}) == 0`,
    message: `"${name}: \${join("; ", [for one in ${wrong} : "${sentence}"])}"`,
    ...(isWrong.includes("local.") ? { located: beginOf(sentence) } : {}),
  };
};

/** Of one region that may be absent. */
export const ownRegion = (path: string, sentence: string, where = "true"): Validation =>
  eachOf(path, `${where} && one == local.region`, sentence, `try(var.${path}, null)[*]`);

export const REPLICA_REGIONS: readonly Validation[] = [
  {
    condition: "length(var.key.replica_regions) == 0 || var.key.multi_region",
    message:
      '"key.replica_regions: a replica needs a multi-Region key, got a key without multi_region = true"',
  },
  once("var.key.replica_regions", "key.replica_regions", "region"),
  eachOf("key.replica_regions", "one == local.region", "must not name the stack's own region, got '${one}'"),
];

/** What the key policy can name only there. */
export const ofOwnAccount = (path: string, list: string): Validation =>
  eachOf(
    path,
    `try(${account("one")} != local.account_id, false)`,
    "must be of the stack's own account ${local.account_id}, got '${one}'",
    list,
  );

/** Of the key that the others have to be beside; nothing where it is no ARN. */
export const WATCHED_ACCOUNT = 'try(split(":", var.keys[0])[4], "none")';

/** Of a fleet: whether S3 does the operation itself. */
export const DONE_BY_S3 = 'contains(["fixity", "rekey-outer"], var.operation)';

export const leftOutForS3 = (path: string): Validation => ({
  condition: `!${DONE_BY_S3} || var.${path} == null`,
  message: `"${path}: must be left out: S3 does '\${var.operation}' itself"`,
});

/** What S3 does itself has neither function nor role of the backups; everything else has both. */
export const onlyWithFunction = (path: string): readonly Validation[] => [
  {
    condition: `${DONE_BY_S3} || var.${path} != null`,
    message: `"${path}: is needed for operation '\${var.operation}', got none"`,
  },
  leftOutForS3(path),
];
