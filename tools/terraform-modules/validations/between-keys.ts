/** What no single key can say, in HCL. */
import type { Fields } from "../shape";
import {
  account,
  DONE_BY_S3,
  eachOf,
  givenOnce,
  leftOutForS3,
  ofOwnAccount,
  once,
  onlyWithFunction,
  otherAccount,
  overlap,
  ownRegion,
  PERIMETER,
  REPLICA_REGIONS,
  retentions,
  rootStatement,
  WATCHED_ACCOUNT,
} from "./rules";
import type { Validation } from "./validation";

/** Validations of `variable` that look at several keys, or at several variables. */
export function betweenKeys(preset: string, variable: string, fields: Fields): readonly Validation[] {
  return [
    ...(["key", "mac"].includes(variable) && variable in fields ? rootStatement(variable) : []),
    ...(variable === "perimeter" && "perimeter" in fields ? PERIMETER : []),
    ...(RULES[preset]?.[variable] ?? []),
  ];
}

/** By preset and variable. */
const RULES: Readonly<Record<string, Readonly<Record<string, readonly Validation[]>>>> = {
  "etcd-ca-backup": {
    key: REPLICA_REGIONS,
    bucket: [
      ...retentions("prefixes"),
      ownRegion("bucket.replica.region", "must not be the stack's own region, got '${one}'"),
      {
        condition: "try(contains(var.key.replica_regions, var.bucket.replica.region), true)",
        message:
          '"bucket.replica.region: must be one of key.replica_regions (${length(var.key.replica_regions) == 0 ? "none" : join(", ", var.key.replica_regions)}), got \'${coalesce(try(var.bucket.replica.region, null), "none")}\'"',
      },
      ...otherAccount("bucket.replica"),
    ],
  },
  fleet: {
    backups: [
      overlap("var.backups.prefixes", "backups.prefixes", { of: "" }),
      givenOnce("backups.key_arns"),
      eachOf(
        "backups.key_arns",
        `${DONE_BY_S3} && try(split(":", one)[3] != local.region, false)`,
        "must be of the stack's region '${local.region}', got '${split(\":\", one)[3]}'",
      ),
      ...onlyWithFunction("backups.role_arn"),
    ],
    function: [
      ...onlyWithFunction("function"),
      {
        condition:
          "var.function == null ? true : try(var.function.package.path == null ? var.function.package.bucket != null && var.function.package.key != null : var.function.package.bucket == null && var.function.package.key == null && var.function.package.version_id == null, true)",
        message: '"function.package: must have either path, or bucket and key"',
      },
    ],
    state_machine: [leftOutForS3("state_machine")],
  },
  "s3-replication": {
    bucket: retentions("retentions"),
    destination: [
      ...otherAccount("destination"),
      ownRegion(
        "destination.region",
        "must be another region than the stack's own, got '${one}'; only another account's bucket can be in the same",
        "var.destination.account == null",
      ),
    ],
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
      ...["role_arn", "reader_arns"].map((key) =>
        eachOf(
          `replication_source.${key}`,
          `try(${account("one")} != var.replication_source.account_id, false)`,
          "must be a role of account ${var.replication_source.account_id}, got '${one}'",
          key === "role_arn" ? "[var.replication_source.role_arn]" : "var.replication_source.reader_arns",
        ),
      ),
    ],
  },
  "key-audit": {
    keys: [
      givenOnce("keys"),
      eachOf(
        "keys",
        'can(regex("(^|:)alias/", one))',
        "must be the ARN of a key and not an alias, which may be moved to another key, got '${one}'; name aliases in 'aliases'",
      ),
      eachOf(
        "keys",
        'try(split(":", one)[3] != local.region, false)',
        "must be of the stack's region '${local.region}', got '${split(\":\", one)[3]}': an audit in each region sees its own",
      ),
      eachOf(
        "keys",
        `try(${account("one")} != ${WATCHED_ACCOUNT}, false)`,
        `must be of the account of the first key, '\${${WATCHED_ACCOUNT}}', got '\${${account("one")}}': each account audits its own`,
      ),
      {
        condition: `try(${WATCHED_ACCOUNT} == local.account_id, true)`,
        message: `"keys: What is watched is in account \${${WATCHED_ACCOUNT}}, and this is another one. Alerts see the calls of their own account only."`,
        located: "What is watched is in account ",
      },
    ],
    aliases: [givenOnce("aliases")],
    buckets: [givenOnce("buckets")],
    identities: [
      givenOnce("identities"),
      {
        condition: "length(var.identities) == 0 || var.trail.enabled",
        message: '"identities: need the trail, got trail.enabled: false"',
      },
      eachOf(
        "identities",
        `try(${account("one")} != ${WATCHED_ACCOUNT}, false)`,
        `must be of the account of the keys, '\${${WATCHED_ACCOUNT}}', got '\${${account("one")}}'`,
      ),
    ],
  },
  "multi-region-vault": {
    replica_regions: [
      once("var.replica_regions", "replica_regions", "region"),
      eachOf("replica_regions", "one == local.region", "must not be the first region, got '${one}' again"),
    ],
    table: [
      {
        condition: "var.table.sort_key == null ? true : var.table.sort_key != var.table.partition_key",
        message:
          '"table.sort_key: must be another attribute than partition_key, got \'${var.table.sort_key == null ? "" : var.table.sort_key}\'"',
      },
    ],
    bucket: [
      eachOf(
        "bucket.names",
        "!contains(concat([local.region], var.replica_regions), one)",
        "must be a region of the stack, got another one",
        "keys(var.bucket.names)",
      ),
      eachOf(
        "bucket.names",
        "length([for other in values(var.bucket.names) : other if other == one]) > 1",
        "must be given once, got '${one}' for two regions",
        "distinct(values(var.bucket.names))",
      ),
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
    key: [ofOwnAccount("key.users", "var.key.users")],
    services: [once("var.services", "services", "service")],
    snapshot_source: [
      once("try(var.snapshot_source.accounts, null)", "snapshot_source.accounts", "account"),
      once("try(var.snapshot_source.copiers, null)", "snapshot_source.copiers", "copier"),
      once("try(var.snapshot_source.regions, null)", "snapshot_source.regions", "region"),
      eachOf(
        "snapshot_source.regions",
        "one == local.region",
        "must be another region than the stack's, got '${one}'",
        "coalesce(try(var.snapshot_source.regions, null), [])",
      ),
      eachOf(
        "snapshot_source.accounts",
        "one == local.account_id",
        "must be another account than the stack's own, got '${one}'; its roles stand in copiers",
        "coalesce(try(var.snapshot_source.accounts, null), [])",
      ),
      ofOwnAccount("snapshot_source.copiers", "coalesce(try(var.snapshot_source.copiers, null), [])"),
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
  "vault-account": {
    bucket: retentions("retentions"),
    sources: [
      eachOf(
        "sources[*].account_id",
        "one == var.account_id",
        "must be another account than the stack's own, got '${one}'; what an account keeps of itself is no vault",
        "var.sources[*].account_id",
      ),
      {
        condition: "length(distinct(var.sources[*].account_id)) == length(var.sources)",
        message:
          '"sources[*].account_id: ${join("; ", [for index, one in var.sources : "must be given once, got \'${one.account_id}\' again; name its regions in one source" if index(var.sources[*].account_id, one.account_id) != index])}"',
      },
      {
        condition:
          "alltrue([for one in var.sources : one.direct || one.replication || one.restore || length(one.restorer_arns) > 0])",
        message:
          '"sources[*].direct: must be true beside replication and restore that are false: the source would have no use"',
      },
      overlap('[for one in var.sources : coalesce(one.prefix, "${one.account_id}/")]', "sources", { of: "" }),
    ],
    break_glass: [
      {
        condition: 'var.break_glass == null || var.bucket.object_lock.mode != "COMPLIANCE"',
        message:
          '"break_glass: must be left out beside an object lock in mode COMPLIANCE, which yields to nobody; got a role that could end no lock"',
      },
    ],
  },
  "vault-source": {
    vault: [
      {
        condition: `try(${account("var.vault.key_arn")} != var.account_id, true)`,
        message:
          "\"vault.key_arn: must be a key of another account than the stack's own, got '${var.vault.key_arn}'\"",
      },
    ],
  },
};
