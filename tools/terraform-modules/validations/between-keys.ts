/** What no single key can say, in HCL. */
import type { Fields } from "../shape";
import type { Validation } from "./validation";

/** Validations of `variable` that look at several keys, or at several variables. */
export function betweenKeys(preset: string, variable: string, fields: Fields): readonly Validation[] {
  return [
    ...(["key", "mac"].includes(variable) && variable in fields ? rootStatement(variable) : []),
    ...(variable === "perimeter" && "perimeter" in fields ? PERIMETER : []),
    ...(RULES[preset]?.[variable] ?? []),
  ];
}

const rootStatement = (variable: string): readonly Validation[] => [
  {
    condition: `try(var.${variable}.root_statement != "full" || var.${variable}.root_statement_reason != null, true)`,
    message: `"${variable}.root_statement: 'full' needs a root_statement_reason beside it, got none"`,
  },
];

const PERIMETER: readonly Validation[] = [
  {
    condition:
      "var.perimeter == null || try(var.perimeter.organization_ids, null) != null || try(var.perimeter.vpc_endpoint_ids, null) != null || try(var.perimeter.vpc_ids, null) != null",
    message: '"perimeter: must have organization_ids, vpc_endpoint_ids, vpc_ids, got none of them"',
  },
];

/** No rule of one prefix may be about objects of another. */
const overlap = (
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

const retentions = (key: string): readonly Validation[] => [
  overlap(`var.bucket.${key}`, `bucket.${key}`),
  lock(`var.bucket.${key}`),
];

/** Of an ARN: the account is the fifth part. */
const account = (arn: string): string => `split(":", ${arn})[4]`;

const otherAccount = (path: string): readonly Validation[] => [
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

const once = (at: string, path: string, what: string): Validation => {
  const list = at.startsWith("try") ? `coalesce(${at}, [])` : at;
  return {
    condition: `length(distinct(${list})) == length(${list})`,
    message: `"${path}: must name each ${what} once, got '\${join("', '", distinct([for index, one in ${list} : one if index(${list}, one) != index]))}' again"`,
  };
};

const REPLICA_REGIONS: readonly Validation[] = [
  {
    condition: "length(var.key.replica_regions) == 0 || var.key.multi_region",
    message:
      '"key.replica_regions: a replica needs a multi-Region key, got a key without multi_region = true"',
  },
  once("var.key.replica_regions", "key.replica_regions", "region"),
];

/** By preset and variable. */
const RULES: Readonly<Record<string, Readonly<Record<string, readonly Validation[]>>>> = {
  "etcd-ca-backup": {
    key: REPLICA_REGIONS,
    bucket: [
      ...retentions("prefixes"),
      {
        condition: "try(contains(var.key.replica_regions, var.bucket.replica.region), true)",
        message:
          '"bucket.replica.region: must be one of key.replica_regions (${length(var.key.replica_regions) == 0 ? "none" : join(", ", var.key.replica_regions)}), got \'${coalesce(try(var.bucket.replica.region, null), "none")}\'"',
      },
      ...otherAccount("bucket.replica"),
    ],
  },
  "s3-replication": {
    bucket: retentions("retentions"),
    destination: otherAccount("destination"),
    replication: [
      overlap("var.replication.prefixes", "replication.prefixes", { of: "", says: "must not overlap" }),
      {
        condition:
          "var.replication.metrics == null ? true : var.replication.metrics || !var.replication.replication_time",
        message: '"replication.metrics: must not be false where replication_time is true, which is measured"',
      },
    ],
  },
  "s3-replication-destination": {
    bucket: retentions("retentions"),
    replication_source: [
      {
        condition: "var.replication_source.account_id != var.account_id",
        message:
          "\"replication_source.account_id: must be another account than the stack's own, got '${var.replication_source.account_id}'; one account needs the preset s3-replication only\"",
      },
      ...["role_arn", "reader_arns"].map((key): Validation => {
        const list =
          key === "role_arn" ? "[var.replication_source.role_arn]" : "var.replication_source.reader_arns";
        const others = `[for arn in ${list} : arn if try(${account("arn")} != var.replication_source.account_id, false)]`;
        return {
          condition: `length(${others}) == 0`,
          message: `"replication_source.${key}: must be a role of account \${var.replication_source.account_id}, got '\${join("', '", ${others})}'"`,
        };
      }),
    ],
  },
  "state-key": {
    key: REPLICA_REGIONS,
    prefixes: [overlap("var.prefixes", "prefixes", { of: "" })],
  },
  signing: {
    mac: [
      {
        condition: "try(var.key.alias != var.mac.alias, true)",
        message: "\"mac.alias: must not be that of the other key, got '${var.key.alias}'\"",
      },
    ],
  },
  "imported-key": {
    key: [
      once("var.key.versions", "key.versions", "version"),
      {
        condition: "var.key.current == null ? true : contains(var.key.versions, var.key.current)",
        message:
          '"key.current: must be one of ${join(", ", var.key.versions)}, got \'${coalesce(var.key.current, "none")}\'"',
      },
    ],
  },
  "snapshot-sharing": {
    services: [once("var.services", "services", "service")],
    snapshot_source: [
      once("try(var.snapshot_source.accounts, null)", "snapshot_source.accounts", "account"),
      once("try(var.snapshot_source.copiers, null)", "snapshot_source.copiers", "copier"),
      once("try(var.snapshot_source.regions, null)", "snapshot_source.regions", "region"),
      {
        condition: 'var.side != "source" || var.snapshot_source != null',
        message: "\"snapshot_source: is missing: side 'source' needs it\"",
      },
      {
        condition: 'var.side != "target" || var.snapshot_source == null',
        message: "\"snapshot_source: must not stand in a stack of side 'target'\"",
      },
      {
        condition:
          "var.snapshot_source == null || try(length(var.snapshot_source.accounts) + length(var.snapshot_source.copiers) > 0, true)",
        message: '"snapshot_source: must name an account or a copier, got neither: nobody could copy"',
      },
    ],
    snapshot_target: [
      once("try(var.snapshot_target.key_arns, null)", "snapshot_target.key_arns", "key"),
      {
        condition: 'var.side != "target" || var.snapshot_target != null',
        message: "\"snapshot_target: is missing: side 'target' needs it\"",
      },
      {
        condition: 'var.side != "source" || var.snapshot_target == null',
        message: "\"snapshot_target: must not stand in a stack of side 'source'\"",
      },
    ],
  },
};
