/** Puts calls of the deployer before the evaluator. */
import type { ClaimContext } from "../../../presets/common/claims/claim";
import { evaluate } from "../../../tools/policy-check";
import { type Deployed, ROLE, STATE, STATE_KEY } from "./stacks";

export interface DeployerCall {
  readonly action: string;
  readonly resource: string;
  readonly context?: ClaimContext;
}

/** The calls that are refused. */
export function refused(stack: Deployed, calls: readonly DeployerCall[]): Promise<readonly string[]> {
  return answered(stack, calls, false);
}

/** The calls that go through. */
export function through(stack: Deployed, calls: readonly DeployerCall[]): Promise<readonly string[]> {
  return answered(stack, calls, true);
}

async function answered(
  { set }: Deployed,
  calls: readonly DeployerCall[],
  answer: boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { action, resource, context = {} } of calls) {
    const request = { principal: { kind: "role", arn: ROLE } as const, action, resource, context };
    if ((evaluate(set, request).effect === "allowed") === answer)
      found.push(`${action} ${resource} ${JSON.stringify(context)}`);
  }
  return found;
}

const THROUGH_S3: ClaimContext = { "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
const OBJECT = `arn:aws:s3:::${STATE.bucket}/${STATE.key}`;

/** What Terraform reads of the state. */
export const STATE_READS: readonly DeployerCall[] = [
  { action: "s3:ListBucket", resource: `arn:aws:s3:::${STATE.bucket}` },
  { action: "s3:GetObject", resource: OBJECT },
  { action: "kms:Decrypt", resource: STATE_KEY, context: THROUGH_S3 },
];

/** What it writes, with the lock. */
export const STATE_WRITES: readonly DeployerCall[] = [
  { action: "s3:PutObject", resource: OBJECT },
  ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].map((action) => ({
    action,
    resource: `${OBJECT}.tflock`,
  })),
  { action: "kms:GenerateDataKey", resource: STATE_KEY, context: THROUGH_S3 },
];
