/** Who can do what, for users of the library: from a folder, a plan, or an app that is not synthesized yet. */

import type { App, TerraformStack } from "cdktf";
import { AccessError } from "../evaluate/access-error";
import { modelsOf } from "../model/from-text";
import type { AccessModel } from "../model/model";
import type { AccessReport } from "../render/report";
import { reportOn } from "../report";
import type { RuleOptions } from "../rules/rule";
import type { ManagedPolicies } from "../sources/collect";
import { openModels } from "./open";

/**
 * A path: `cdktf.out`, the folder of a stack in it, its `cdk.tf.json`, what `terraform show -json` printed, a policy file or a folder of them. Or an app of
 * cdktf, or one of its stacks.
 */
export type AccessSource = string | App | TerraformStack;

export interface AccessMatrixOptions extends RuleOptions {
  /** What was before. @default - nothing is compared, and there are no `changes` */
  readonly against?: AccessSource;
  /** Policies that stacks attach and do not make, by ARN. @default - those of AWS are unknown, but for AdministratorAccess */
  readonly managedPolicies?: ManagedPolicies;
}

/**
 * Principals × actions × resources of each stack, with what the rules find; and what changed, where it is compared.
 *
 * @throws {AccessError} for what is no stack, plan or policy
 */
export async function accessMatrix(
  source: AccessSource,
  given: AccessMatrixOptions = {},
): Promise<AccessReport> {
  if (!isObject(given)) throw new AccessError("options of accessMatrix is no object");
  const { against, managedPolicies = {}, ...options } = given;
  if (!isObject(managedPolicies)) throw new AccessError("managedPolicies of accessMatrix is no object");
  const before = against === undefined ? undefined : await modelsIn(against, managedPolicies);
  return reportOn(await modelsIn(source, managedPolicies), before, options);
}

async function modelsIn(source: AccessSource, managed: ManagedPolicies): Promise<readonly AccessModel[]> {
  if (typeof source === "string") return openModels(source, managed);
  if (!isObject(source) || !("node" in source))
    throw new AccessError("accessMatrix takes an app or stack of cdktf, or the path of what is to be read");
  // Not before: who only evaluates need not wait for it.
  const { TerraformStack: Stack, Testing } = await import("cdktf");
  const stacks = Stack.isStack(source)
    ? [source]
    : source.node.findAll().filter((each) => Stack.isStack(each));
  const files = stacks.map((stack) => ({
    name: stack.node.id,
    path: stack.node.path,
    text: Testing.synth(stack),
  }));
  return modelsOf(files, "app", managed);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
