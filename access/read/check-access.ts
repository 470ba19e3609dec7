/** The rules at synthesis: a stack that they find something in is not written. */
import { Annotations, App, TerraformStack } from "cdktf";
import { printable } from "../../modules/printable";
import { AccessError } from "../evaluate/access-error";
import { decide } from "../evaluate/decide";
import { matrixOf } from "../matrix/matrix";
import { modelsOf } from "../model/from-text";
import { findingsIn, isAtLeast } from "../rules/check";
import type { Finding, RuleOptions, Severity } from "../rules/rule";
import type { ManagedPolicies } from "../sources/collect";

const FAIL_ON = ["error", "warning", "note", "none"];

export interface CheckAccessOptions extends RuleOptions {
  /** The least severity that fails the synthesis; what is below becomes a warning of it. `none` only warns. @default "error" */
  readonly failOn?: Severity | "none";
  /** Policies that stacks attach and do not make, by ARN. @default - those of AWS are unknown, but for AdministratorAccess */
  readonly managedPolicies?: ManagedPolicies;
}

/**
 * Has the rules of docs/access-report.md look at a stack, or at every stack of an app, when it is synthesized. A finding fails the synthesis with the id of its
 * rule, who, what, and the fix; notes are left to `sealstack access`. Findings that the stack acknowledges with a reason are not counted.
 *
 * Call it after the stacks are made: those that are added to the app later are not looked at.
 *
 * @throws {AccessError} for an unknown severity
 * @throws {Error} from `app.synth()`, as cdktf tells what its validations find
 */
export function checkAccess(scope: App | TerraformStack, options: CheckAccessOptions = {}): void {
  if (!TerraformStack.isStack(scope) && !App.isApp(scope))
    throw new AccessError("checkAccess takes an app or stack of cdktf");
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new AccessError("options of checkAccess is no object");
  const { failOn = "error" } = options;
  if (!FAIL_ON.includes(failOn))
    throw new AccessError(
      `access cannot be checked for '${printable(String(failOn))}': name one of ${FAIL_ON.join(", ")}`,
    );
  const stacks = TerraformStack.isStack(scope)
    ? [scope]
    : scope.node.findAll().filter((each) => TerraformStack.isStack(each));
  for (const stack of stacks)
    stack.node.addValidation({
      validate: () => {
        const errors: string[] = [];
        for (const found of open(stack, options)) {
          if (failOn !== "none" && isAtLeast(found, failOn)) errors.push(textOf(found));
          else if (found.severity !== "note") Annotations.of(stack).addWarning(textOf(found));
        }
        return errors;
      },
    });
}

function open(
  stack: TerraformStack,
  { managedPolicies = {}, ...options }: CheckAccessOptions,
): readonly Finding[] {
  const text = JSON.stringify(stack.toTerraform());
  const models = modelsOf([{ name: stack.node.id, path: stack.node.path, text }], "app", managedPolicies);
  return models.flatMap((model) =>
    findingsIn(matrixOf(model, decide), decide, options).filter(({ accepted }) => accepted === undefined),
  );
}

const textOf = ({ rule, severity, at, problem, fix }: Finding): string =>
  `${severity} ${rule} at ${at}: ${problem}; ${fix}`;
