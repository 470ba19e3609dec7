/** A synthesized stack before deployment: references become what they will be, as far as names tell, and invented ids where AWS makes them up. */
import { createHash } from "node:crypto";
import { partitionOfRegion } from "../modules/partitions";
import { StackTestError } from "./policy";

/** The account in which a stack is judged; AWS's documentation uses it for examples. */
export const TEST_ACCOUNT = "111122223333";

export interface StackResource {
  /** Such as `aws_iam_role.writer`. */
  readonly address: string;
  readonly type: string;
  /** Made up where only AWS would know it. */
  readonly arn: string;
  /** As written, references resolved. What cannot be known before deployment keeps its `${…}`. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ResolvedStack {
  readonly region: string;
  readonly partition: string;
  readonly resources: readonly StackResource[];
}

type Attributes = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

const REFERENCE = /\$\{((?:data\.)?[a-z]\w*\.[\w-]+)\.(\w+)\}/g;
/** What stands for itself: names refer to names. */
const DEEPEST = 8;

/** @param json text of the stack, as in `cdk.tf.json` or from `Testing.synth` */
export function resolveStack(json: string): ResolvedStack {
  const { provider, resource = {} } = parsed(json);
  const region = firstRegion(provider) ?? "eu-central-1";
  const partition = partitionOfRegion(region);
  const written = new Map<string, { type: string; own: Attributes }>();
  for (const [type, named] of Object.entries(resource))
    for (const [name, own] of Object.entries(named)) written.set(`${type}.${name}`, { type, own });

  const known: Readonly<Record<string, string>> = {
    account_id: TEST_ACCOUNT,
    partition,
    region,
    dns_suffix: partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  };
  const value = (address: string, attribute: string, depth: number): string | undefined => {
    if (address.startsWith("data.")) return known[attribute];
    const found = written.get(address);
    if (found === undefined || depth > DEEPEST) return undefined;
    if (attribute === "arn") return arnOf(address, depth);
    const own = found.own[attribute];
    if (typeof own === "string") return text(own, depth + 1);
    if (attribute === "key_id" || (attribute === "id" && found.type.startsWith("aws_kms_")))
      return inventedId(address);
    return attribute === "id" ? nameOf(address, found.own, depth) : undefined;
  };
  const text = (raw: string, depth = 0): string =>
    raw.replaceAll(
      REFERENCE,
      (whole, address: string, attribute: string) => value(address, attribute, depth) ?? whole,
    );
  const nameOf = (address: string, own: Attributes, depth: number): string => {
    const name = own.name ?? own.bucket;
    return typeof name === "string" ? text(name, depth + 1) : (address.split(".")[1] ?? address);
  };
  const arnOf = (address: string, depth = 0): string => {
    const { type, own } = written.get(address) ?? { type: "", own: {} };
    const name = nameOf(address, own, depth);
    const where = typeof own.region === "string" ? own.region : region;
    const at = (service: string, rest: string) =>
      `arn:${partition}:${service}:${where}:${TEST_ACCOUNT}:${rest}`;
    const iam = (kind: string) => `arn:${partition}:iam::${TEST_ACCOUNT}:${kind}${own.path ?? "/"}${name}`;
    if (/^aws_iam_(role|user|group|policy)$/.test(type)) return iam(type.slice("aws_iam_".length));
    if (type === "aws_kms_alias") return at("kms", name);
    if (/^aws_kms_(replica_)?(external_)?key$/.test(type)) return at("kms", `key/${inventedId(address)}`);
    if (type === "aws_s3_bucket") return `arn:${partition}:s3:::${name}`;
    if (type === "aws_dynamodb_table") return at("dynamodb", `table/${name}`);
    if (/^aws_(sns_topic|sqs_queue)$/.test(type)) return at(type.slice(4, 7), name);
    if (type === "aws_cloudwatch_log_group") return at("logs", `log-group:${name}`);
    if (type === "aws_secretsmanager_secret") return at("secretsmanager", `secret:${name}`);
    return at(type.split("_")[1] ?? type, `${type}/${name}`);
  };
  const deep = (each: unknown): unknown => {
    if (typeof each === "string") return text(each);
    if (Array.isArray(each)) return each.map(deep);
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, deep(item)]));
  };
  const resources = [...written].map(([address, { type, own }]) => ({
    address,
    type,
    arn: arnOf(address),
    attributes: deep(own) as Attributes,
  }));
  return { region, partition, resources };
}

function parsed(json: string): { readonly provider?: unknown; readonly resource?: Blocks } {
  try {
    return JSON.parse(json) ?? {};
  } catch {
    throw new StackTestError(
      "the stack is no JSON: give the text of cdk.tf.json, or what Testing.synth returns",
    );
  }
}

function firstRegion(provider: unknown): string | undefined {
  const { aws } = (provider ?? {}) as { readonly aws?: readonly { readonly region?: string }[] };
  const region = aws?.[0]?.region;
  return region?.includes("${") === false ? region : undefined;
}

function inventedId(address: string): string {
  const hex = createHash("sha256").update(address).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
