/**
 * Policy files, each one policy document: `writer.json`, or with what it is in the name, `writer.trust.json`. They become the blocks of a stack.
 */
import { parseArn } from "../../modules/arn";
import { AccessError } from "../evaluate/access-error";
import { isMap, type StackBlocks } from "../sources/blocks";
import { ADDRESS } from "../sources/values";
import { escaped, mostOf } from "./plan";
import type { Json } from "./plan-json";

export const PLAIN_KINDS = [
  "role",
  "user",
  "boundary",
  "trust",
  "key",
  "bucket",
  "topic",
  "queue",
  "table",
] as const;
export type PlainKind = (typeof PLAIN_KINDS)[number];

export interface PlainFile {
  /** Without folder and `.json`. */
  readonly name: string;
  readonly document: Json;
}

/** Whether a JSON value is meant to be a policy. */
export function isPolicy(value: unknown): value is Json {
  return isMap(value) && "Statement" in value;
}

/** @throws {@link AccessError} for two files about the same thing */
export function plainBlocks(files: readonly PlainFile[]): {
  readonly blocks: StackBlocks;
  readonly account: string | undefined;
} {
  const arns = files.flatMap(({ document }) => arnsIn(document));
  const region = mostOf(arns.map((arn) => parseArn(arn)?.region));
  const account = mostOf(arns.map((arn) => parseArn(arn)?.account));
  const keys = new Set(arns.filter((arn) => /^key\/[^*?]+$/.test(parseArn(arn)?.resource ?? "")));
  const all = files.map((file) => ({ ...kindOf(file), policy: escaped(JSON.stringify(file.document)) }));
  const onlyKey =
    keys.size === 1 && all.filter(({ kind }) => kind === "key").length === 1 ? [...keys][0] : undefined;
  const resource: Record<string, Record<string, Json>> = {};
  const put = (type: string, name: string, attributes: Json) => {
    const known = resource[type] ?? {};
    const before = known[name] ?? {};
    const twice = Object.keys(attributes).find((key) => key in before && /policy/.test(key));
    if (twice !== undefined) throw new AccessError(`two files are the ${twice} of ${type} '${name}'`);
    known[name] = { ...before, ...attributes, [ADDRESS]: `${type}.${name}` };
    resource[type] = known;
  };
  for (const { kind, name, policy, about } of all) {
    const named = { name };
    switch (kind) {
      case "role":
      case "user":
        put(`aws_iam_${kind}`, name, named);
        put(`aws_iam_${kind}_policy`, name, { [kind]: name, policy });
        break;
      case "boundary":
        put("aws_iam_policy", name, { name: `${name}-boundary`, policy });
        put("aws_iam_role", name, { ...named, permissions_boundary: `\${aws_iam_policy.${name}.arn}` });
        break;
      case "trust":
        put("aws_iam_role", name, { ...named, assume_role_policy: policy });
        break;
      case "key":
        put("aws_kms_key", name, {
          policy,
          ...(onlyKey === undefined ? {} : { arn: onlyKey, id: onlyKey.split("/").at(-1) }),
        });
        break;
      case "bucket":
        put("aws_s3_bucket", name, { bucket: about ?? name });
        put("aws_s3_bucket_policy", name, { bucket: about ?? name, policy });
        break;
      case "topic":
        put("aws_sns_topic", name, { ...named, policy });
        break;
      case "queue":
        put("aws_sqs_queue", name, { ...named, policy });
        break;
      case "table":
        put("aws_dynamodb_table", name, named);
        put("aws_dynamodb_resource_policy", name, {
          resource_arn: `\${aws_dynamodb_table.${name}.arn}`,
          policy,
        });
        break;
    }
  }
  return {
    blocks: { resource, ...(region === undefined ? {} : { provider: { aws: [{ region }] } }) },
    account,
  };
}

/** From its name, else from what it says: who is named in no statement is whom it is attached to. */
function kindOf({ name: whole, document }: PlainFile): { kind: PlainKind; name: string; about?: string } {
  const [, stem = whole, said] = /^(.*)\.([a-z]+)$/.exec(whole) ?? [];
  const kind = PLAIN_KINDS.find((each) => each === said);
  const name = (kind === undefined ? whole : stem).replaceAll(/[^\w+=,.@-]/g, "-");
  const found = kind ?? guessed(document);
  const [bucket] = arnsIn(document).flatMap((arn) => /^arn:[a-z-]+:s3:::([^/*?$]+)/.exec(arn)?.[1] ?? []);
  return { kind: found, name, ...(found === "bucket" && bucket !== undefined ? { about: bucket } : {}) };
}

function guessed(document: Json): PlainKind {
  const statements = [document.Statement].flat().filter(isMap);
  if (!statements.some((each) => "Principal" in each || "NotPrincipal" in each)) return "role";
  const actions = statements.flatMap(({ Action, NotAction }) =>
    [Action ?? NotAction ?? []].flat().map(String),
  );
  const services: readonly (readonly [string, PlainKind])[] = [
    ["sts", "trust"],
    ["kms", "key"],
    ["s3", "bucket"],
    ["sns", "topic"],
    ["sqs", "queue"],
    ["dynamodb", "table"],
  ];
  const service = mostOf(actions.map((action) => action.split(":")[0]?.toLowerCase()));
  return services.find(([prefix]) => prefix === service)?.[1] ?? "bucket";
}

function arnsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.startsWith("arn:") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(arnsIn);
}
