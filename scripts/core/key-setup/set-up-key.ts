/** A key with alias, policy and rotation, for a team that has no Terraform. State is KMS's alone, so that it can be run again at any time. */
import { OperatorError } from "../../errors";
import type { KeyState, KeyStates } from "../key-life/ports";
import { type KeyAudience, keyPolicyOf } from "./policies";
import type { KeySetup } from "./ports";
import { differingStatements } from "./same-policy";

export interface KeySetupRequest extends KeyAudience {
  /** ARN of a key that is there, for the alias to stand for; what a run that was interrupted left. @default - a new one */
  readonly key: string | undefined;
  /** Replace a policy that says something else. */
  readonly updatePolicy: boolean;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

export interface KeySetupOutcome {
  /** `undefined` of one that would be made. */
  readonly keyArn: string | undefined;
  /** What was done, or would be; nothing where all is as it must be. */
  readonly steps: readonly string[];
}

/** @throws OperatorError `key` where the key or its policy is not to be touched, with nothing changed. */
export async function setUpKey(
  request: KeySetupRequest,
  states: Pick<KeyStates, "state">,
  kms: KeySetup,
): Promise<KeySetupOutcome> {
  const { alias, key, dryRun } = request;
  const carrier = await states.state(alias);
  const isThere = carrier.condition !== "not found";
  if (isThere && key !== undefined && carrier.arn !== key)
    throw new OperatorError("key", `${alias} stands for ${carrier.arn}, not for ${key}`, {
      hint: "leave out --key, or move the alias with `sealstack rotate`",
    });
  if (!isThere && key === undefined) return create(request, kms);
  const found = isThere ? carrier : await states.state(key ?? alias);
  assertUsable(found);
  const steps = [...(await policySteps(request, found.arn, kms)), ...(await rotationSteps(found.arn, kms))];
  if (!isThere)
    steps.push({ says: `alias ${alias} for ${found.arn}`, take: () => kms.addAlias(alias, found.arn) });
  if (!dryRun) for (const { take } of steps) await take();
  return { keyArn: found.arn, steps: steps.map(({ says }) => says) };
}

async function create(request: KeySetupRequest, kms: KeySetup): Promise<KeySetupOutcome> {
  const { alias, dryRun } = request;
  const said = (arn: string) => [`key ${arn}`, `alias ${alias}`, "rotation once a year"];
  if (dryRun) return { keyArn: undefined, steps: said("with the policy of the backups") };
  const arn = await kms.create(JSON.stringify(keyPolicyOf(request)), `Backups in ${request.bucket}`);
  try {
    await kms.addAlias(alias, arn);
    await kms.rotate(arn);
  } catch (cause) {
    if (!(cause instanceof OperatorError)) throw cause;
    throw new OperatorError(cause.exit, `${cause.summary}; the key ${arn} was made`, {
      hint: `run it again with --key ${arn}, so that no other key is made`,
      cause,
    });
  }
  return { keyArn: arn, steps: said(arn) };
}

interface Step {
  readonly says: string;
  readonly take: () => Promise<void>;
}

async function policySteps(request: KeySetupRequest, arn: string, kms: KeySetup): Promise<Step[]> {
  const wanted = keyPolicyOf(request);
  const differing = differingStatements(await kms.policy(arn), wanted);
  if (differing.length === 0) return [];
  if (!request.updatePolicy)
    throw new OperatorError(
      "key",
      `the policy of ${arn} is another one; it differs in: ${differing.join(", ")}`,
      {
        hint: "look at it with `aws kms get-key-policy`, and give --update-policy to have it replaced as a whole",
      },
    );
  return [
    {
      says: `policy of ${arn}: ${differing.join(", ")}`,
      take: () => kms.replacePolicy(arn, JSON.stringify(wanted)),
    },
  ];
}

async function rotationSteps(arn: string, kms: KeySetup): Promise<Step[]> {
  return (await kms.rotates(arn))
    ? []
    : [{ says: `rotation of ${arn} once a year`, take: () => kms.rotate(arn) }];
}

function assertUsable({ arn, condition, encrypts, problem, failure }: KeyState): void {
  // A service that does not answer is no matter of who asks.
  if (failure !== undefined && failure.exit !== "accessDenied") throw failure;
  if (condition === "unknown")
    throw new OperatorError("key", `${arn} could not be looked at: ${problem}`, {
      hint: "run it as an administrator of the account",
    });
  if (condition !== "usable")
    throw new OperatorError("key", `${arn} must be usable, got: ${condition}`, {
      hint: "see `sealstack keys status`, or give another --alias",
    });
  if (encrypts === false)
    throw new OperatorError("key", `${arn} must be a symmetric key for encryption`, {
      hint: "give another --alias",
    });
}
