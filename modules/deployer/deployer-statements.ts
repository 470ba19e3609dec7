/** What it takes to apply a stack, and nothing else: derived from the resources that the stack has. */
import { ConfigError } from "../config-error";
import { environmentWith } from "../iam/policies/environment";
import { freeSid } from "../iam/policies/free-sid";
import type { AwsEnvironment } from "../iam/policies/principals";
import type { Conditions, Statement } from "../iam/policies/statement";
import { PARTITIONS, partitionOfRegion } from "../partitions";
import { isObject, optional, word } from "../shape";
import { shown } from "../show-value";
import { assertArguments } from "../validate";
import type { Calls, Row, RowEnvironment } from "./row";
import { AUDIT_ROWS } from "./rows/audit";
import { COMPUTE_ROWS } from "./rows/compute";
import { DYNAMODB_ROWS } from "./rows/dynamodb";
import { IAM_ROWS } from "./rows/iam";
import { KMS_ROWS } from "./rows/kms";
import { S3_ROWS } from "./rows/s3";
import { type Block, stackBlocks } from "./stack-blocks";
import { STACK_TAG } from "./stack-tag";
import { stateCalls } from "./state-access";

/** Which calls the provider makes for which resource type. */
const ROWS: Readonly<Record<string, Row>> = {
  ...AUDIT_ROWS,
  ...COMPUTE_ROWS,
  ...DYNAMODB_ROWS,
  ...IAM_ROWS,
  ...KMS_ROWS,
  ...S3_ROWS,
};

/** Data sources that AWS answers to everybody, or the provider by itself. */
const FREE_DATA = ["aws_caller_identity", "aws_partition", "aws_region"];

/** What carries the tag, because AWS makes up its id. */
const TAGGED = /^aws_(kms_(external_|replica_|replica_external_)?key|rolesanywhere_profile)$/;

/** What {@link deployerStatements} needs besides the stack. */
export interface DeployerStatementsProps {
  /** Where the stack is deployed; a region that is known says its partition, and that its domain. */
  readonly env: Pick<AwsEnvironment, "accountId" | "region"> & Partial<AwsEnvironment>;
  /**
   * `apply` makes, changes and removes; `plan` only looks, and takes no lock of the state.
   *
   * @default "apply"
   */
  readonly mode?: "apply" | "plan";
}

/**
 * The least policy with which Terraform applies, or plans, a synthesized stack: its resources by their names, keys by the tag of the stack
 * ({@link tagForDeployer}), roles only under their permissions boundary where they have one, and the state in S3. What `prevent_destroy`
 * protects cannot be deleted either.
 *
 * @param stack what cdktf wrote to `cdk.tf.json`, parsed
 * @throws {@link ConfigError} for a resource type that it does not know, a key without the tag, or a name that nobody knows before the apply
 */
export function deployerStatements(stack: unknown, props: DeployerStatementsProps): readonly Statement[] {
  assertArguments("deployerStatements", props, {
    env: environmentWith("accountId", "region"),
    mode: optional(word(["apply", "plan"])),
  });
  const { mode = "apply" } = props;
  const { partition = partitionOfRegion(props.env.region) } = props.env;
  const env = {
    ...props.env,
    partition,
    dnsSuffix: props.env.dnsSuffix ?? PARTITIONS[partition]?.dnsSuffix ?? "amazonaws.com",
  };
  const { name, blocks } = stackBlocks(stack, env);
  const where: RowEnvironment = { ...env, stack: name };
  const problems = [...blocks.flatMap((block) => problemsOf(block, name)), ...dataProblems(stack)];
  if (problems.length > 0) throw new ConfigError(name, problems);
  const calls = blocks.flatMap((block) => callsOf(block, where, mode));
  return statementsOf([...calls, ...stateCalls(backendOf(stack), where, mode === "apply")]);
}

function callsOf(block: Block, env: RowEnvironment, mode: "apply" | "plan"): readonly Calls[] {
  const row = ROWS[block.type];
  if (row === undefined) return [];
  if (mode === "plan") return row.read(block, env);
  return [...row.read(block, env), ...row.change(block, env), ...(block.kept ? [] : row.remove(block, env))];
}

function problemsOf({ address, type, tags }: Block, stack: string): readonly string[] {
  if (!Object.hasOwn(ROWS, type))
    return [
      `${address} must be of a type whose calls are known, got ${type}: ${Object.keys(ROWS).sort().join(", ")}`,
    ];
  if (TAGGED.test(type) && tags[STACK_TAG] !== stack)
    return [`${address} must have the tag ${STACK_TAG} = ${shown(stack)}, which tagForDeployer gives it`];
  return [];
}

function dataProblems(stack: unknown): readonly string[] {
  const types = Object.keys(Object(isObject(stack) ? Reflect.get(stack, "data") : undefined));
  return types
    .filter((type) => !FREE_DATA.includes(type))
    .map((type) => `data.${type} must be one of ${FREE_DATA.join(", ")}, whose calls take no permission`);
}

function backendOf(stack: unknown): unknown {
  const terraform = isObject(stack) ? Reflect.get(stack, "terraform") : undefined;
  return isObject(terraform) ? Reflect.get(terraform, "backend") : undefined;
}

/** One statement for all resources on which the same actions are allowed, so that none is allowed on more than it is for. */
function statementsOf(calls: readonly Calls[]): readonly Statement[] {
  const byResource = new Map<
    string,
    { key: string; resource: string; conditions: Conditions; actions: Set<string> }
  >();
  for (const { actions, resources, conditions = {} } of calls)
    for (const action of actions)
      for (const resource of resources) {
        const key = JSON.stringify([action.split(":")[0], conditions]);
        const found = byResource.get(`${key} ${resource}`) ?? {
          key,
          resource,
          conditions,
          actions: new Set(),
        };
        found.actions.add(action);
        byResource.set(`${key} ${resource}`, found);
      }
  const grouped = new Map<string, { actions: string[]; resources: string[]; conditions: Conditions }>();
  for (const { key, resource, conditions, actions } of byResource.values()) {
    const sorted = [...actions].sort();
    const group = `${key} ${sorted.join()}`;
    const found = grouped.get(group) ?? { actions: sorted, resources: [], conditions };
    found.resources.push(resource);
    grouped.set(group, found);
  }
  const sids: string[] = [];
  return [...grouped.values()].map(({ actions, resources, conditions }) => {
    const sid = freeSid(sidOf(actions, resources), sids);
    sids.push(sid);
    return { sid, actions, resources, ...(Object.keys(conditions).length === 0 ? {} : { conditions }) };
  });
}

/** Service and kind of resource: `IamRole`; a single action by its name. */
function sidOf(actions: readonly string[], [resource = ""]: readonly string[]): string {
  const [service = "", action = ""] = (actions[0] ?? "").split(":");
  const [kind = ""] = resource === "*" ? ["all"] : (resource.split(":")[5] ?? "").split(/[/*]/);
  const named = service === "s3" && kind !== "all" ? (resource.includes("/") ? "object" : "bucket") : kind;
  const words = actions.length === 1 ? [action] : named.replace(/[^a-z-]/g, "").split("-");
  return [service, ...words].map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join("");
}
