/** What AWS makes up or puts together, by resource type: before a deployment it is invented, the same way every time. */
import { createHash } from "node:crypto";
import { PARTITIONS } from "../../modules/partitions";

/** The account in which a stack is judged that names none; AWS's documentation uses it for examples. */
export const TEST_ACCOUNT = "111122223333";

/** Where a stack is. */
export interface Place {
  readonly region: string;
  readonly partition: string;
  readonly account: string;
}

/** An attribute from the others: `own` gives them as text, `where` is the region of the resource. */
type Compute = (address: string, own: (name: string) => string, where: string) => string;
type Computed = Readonly<Record<string, Compute>>;

/** The provider's defaults, where they take part in an ARN. */
export const DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  ["role", "user", "group", "policy"].map((kind) => [`aws_iam_${kind}.path`, "/"]),
);

/** A key id in KMS's form, from the address alone. */
export function inventedId(address: string): string {
  const hex = createHash("sha256").update(address).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/** By resource type. */
export function computedAt({ region, partition, account }: Place): Readonly<Record<string, Computed>> {
  const kms = (where: string, resource: string) => `arn:${partition}:kms:${where}:${account}:${resource}`;
  const key: Computed = {
    arn: (address, _, where) => kms(where, `key/${inventedId(address)}`),
    id: inventedId,
    key_id: inventedId,
  };
  // The id of a replica is its primary's.
  const idOfPrimary = (own: (name: string) => string) => own("primary_key_arn").replace(/^.*:key\//, "");
  const replica: Computed = {
    arn: (_, own, where) => kms(where, `key/${idOfPrimary(own)}`),
    id: (_, own) => idOfPrimary(own),
    key_id: (_, own) => idOfPrimary(own),
  };
  const named = (kind: string): Computed => ({
    arn: (_, own) => `arn:${partition}:iam::${account}:${kind}${own("path")}${own("name")}`,
    id: (_, own) => own("name"),
  });
  // Named resources of a service in a region, such as topics.
  const regional = (service: string, kind: string): Computed => ({
    arn: (_, own, where) => `arn:${partition}:${service}:${where}:${account}:${kind}${own("name")}`,
    id: (_, own) => own("name"),
  });
  return {
    "data.aws_caller_identity": { account_id: () => account },
    "data.aws_partition": {
      partition: () => partition,
      dns_suffix: () => PARTITIONS[partition]?.dnsSuffix ?? "",
    },
    "data.aws_region": { region: () => region, name: () => region, id: () => region },
    aws_cloudtrail: regional("cloudtrail", "trail/"),
    aws_cloudwatch_event_rule: regional("events", "rule/"),
    aws_cloudwatch_log_group: regional("logs", "log-group:"),
    aws_dynamodb_table: regional("dynamodb", "table/"),
    aws_secretsmanager_secret: regional("secretsmanager", "secret:"),
    aws_sns_topic: { ...regional("sns", ""), id: regional("sns", "").arn as Compute },
    aws_sqs_queue: {
      ...regional("sqs", ""),
      id: (_, own, where) =>
        `https://sqs.${where}.${PARTITIONS[partition]?.dnsSuffix ?? "amazonaws.com"}/${account}/${own("name")}`,
    },
    aws_lambda_function: {
      qualified_arn: (_, own, where) =>
        `arn:${partition}:lambda:${where}:${account}:function:${own("function_name")}:1`,
    },
    aws_sfn_state_machine: regional("states", "stateMachine:"),
    aws_iam_role: named("role"),
    aws_iam_user: named("user"),
    aws_iam_group: named("group"),
    aws_iam_policy: { ...named("policy"), id: named("policy").arn as Compute },
    aws_iam_saml_provider: {
      arn: (_, own) => `arn:${partition}:iam::${account}:saml-provider/${own("name")}`,
    },
    aws_iam_openid_connect_provider: {
      arn: (_, own) =>
        `arn:${partition}:iam::${account}:oidc-provider/${own("url").replace(/^https:\/\//, "")}`,
    },
    aws_rolesanywhere_trust_anchor: {
      arn: (address) =>
        `arn:${partition}:rolesanywhere:${region}:${account}:trust-anchor/${inventedId(address)}`,
    },
    aws_kms_alias: { arn: (_, own, where) => kms(where, own("name")), id: (_, own) => own("name") },
    aws_kms_external_key: key,
    aws_kms_key: key,
    aws_kms_replica_external_key: replica,
    aws_kms_replica_key: replica,
    aws_s3_bucket: {
      arn: (_, own) => `arn:${partition}:s3:::${own("bucket")}`,
      id: (_, own) => own("bucket"),
    },
  };
}
