/** What there is to reach: keys, buckets and the objects in them, roles, topics, queues, tables. */
import { parseArn } from "../../modules/arn";
import type { NamedPolicy } from "../evaluate/policy";
import { KEY_TYPES } from "../sources/holders";
import type { StackResource } from "../sources/values";
import type { ModelPolicy, ModelResource, ResourceKind } from "./model";
import { statementsOf, textsOf } from "./statements";

const KINDS: Readonly<Record<string, ResourceKind>> = {
  ...Object.fromEntries(KEY_TYPES.map((type) => [type, "key" as const])),
  aws_s3_bucket: "bucket",
  aws_iam_role: "role",
  aws_sns_topic: "topic",
  aws_sqs_queue: "queue",
  aws_dynamodb_table: "table",
};

/** More prefixes than a bucket has, unless somebody writes one for each of many. */
const MOST_PREFIXES = 24;

export function thingsOf(
  resources: readonly StackResource[],
  policies: readonly ModelPolicy[],
  aliases: Readonly<Record<string, readonly string[]>>,
): readonly ModelResource[] {
  return resources.flatMap((resource) => {
    const { type, address, arn } = resource;
    const kind = KINDS[type];
    if (kind === undefined || parseArn(arn) === undefined) return [];
    const held = policies.find(
      (each) => each.attachedTo === arn && each.kind === (kind === "role" ? "trust" : "resource"),
    );
    const policy =
      held !== undefined
        ? { policy: { name: held.name, document: held.document } }
        : kind === "key"
          ? { policy: defaultKeyPolicy(arn) }
          : {};
    const own: ModelResource = {
      id: address,
      name: nameOf(resource, kind, aliases),
      kind,
      arn,
      address,
      ...policy,
    };
    return kind === "bucket" ? [own, ...objectsIn(own, policies)] : [own];
  });
}

/** What KMS gives a key that is made without one. @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultKeyPolicy(arn: string): NamedPolicy {
  const { partition, account } = parseArn(arn) ?? { partition: "aws", account: "" };
  const AWS = `arn:${partition}:iam::${account}:root`;
  const statement = { Sid: "Enable IAM User Permissions", Effect: "Allow" as const, Principal: { AWS } };
  return {
    name: "KMS's default key policy",
    document: { Version: "2012-10-17", Statement: [{ ...statement, Action: "kms:*", Resource: "*" }] },
  };
}

/** Objects by the prefixes that policies tell apart, and all others. */
function objectsIn(bucket: ModelResource, policies: readonly ModelPolicy[]): readonly ModelResource[] {
  const start = `${bucket.arn}/`;
  const named = policies
    .flatMap((policy) => statementsOf(policy))
    .flatMap(({ Resource, NotResource }) => [...textsOf(Resource), ...textsOf(NotResource)])
    .filter((each) => each.startsWith(start))
    .map((each) => each.slice(start.length).replace(/[*?$].*$/s, ""));
  const prefixes = [...new Set(named)].filter((each) => each !== "").sort();
  const objects = (prefix: string, name: string): ModelResource => ({
    ...bucket,
    id: `${bucket.id}/${prefix}`,
    name: `${bucket.name}/${name}`,
    kind: "objects",
    arn: `${start}${prefix === "" || prefix.endsWith("/") ? `${prefix}object` : prefix}`,
  });
  return [
    ...prefixes
      .slice(0, MOST_PREFIXES)
      .map((prefix) => objects(prefix, prefix.endsWith("/") ? `${prefix}*` : prefix)),
    objects("", prefixes.length === 0 ? "*" : "(any other)"),
  ];
}

function nameOf(
  { arn, address, attributes }: StackResource,
  kind: ResourceKind,
  aliases: Readonly<Record<string, readonly string[]>>,
): string {
  if (kind === "key") {
    const [alias] = aliases[arn] ?? [];
    const region = parseArn(arn)?.region;
    const copy = /replica/.test(address) ? ` (${region})` : "";
    return `${alias?.replace(/^alias\//, "") ?? address}${copy}`;
  }
  const name = attributes.name ?? attributes.bucket;
  return typeof name === "string" ? name : (address.split(".").at(-1) ?? address);
}
