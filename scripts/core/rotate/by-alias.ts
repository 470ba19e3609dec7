/** Manual rotation: the alias moves to another key, and the old one stays for what it encrypted. State is KMS's alone, so that it can be run again at any time. */
import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";
import { expiryWarnings } from "./expiry";
import type { Rotation, RotationTime } from "./outcome";
import type { KeyRotation, RotatableKey } from "./ports";
import { nameOf, nextKey, type VersionPlan } from "./version-plan";

export interface AliasRotation extends RotationTime {
  /** Name or ARN. */
  readonly alias: string;
  /** Version of the plan, or key. @default - the version after the current one */
  readonly to: string | undefined;
  readonly plan: VersionPlan | undefined;
}

/** Source: KMS API Reference, `UpdateAlias`. */
const NAME = /^alias\/[A-Za-z0-9/_-]+$/;
const OF_AWS = "alias/aws/";

/** @throws OperatorError `usage` or `key`, with nothing changed. */
export async function rotateByAlias(request: AliasRotation, kms: KeyRotation): Promise<Rotation> {
  const { alias, plan, confirmed } = request;
  const name = aliasName(alias);
  const to = nextKey(plan, request.to);
  const from = await kms.describe(alias);
  checkFrom(from.arn, request, to);
  const warnings = await expiryOfPlan(from, request, kms);
  const data = { way: "alias", alias: name, from: from.arn };
  if (to === undefined) {
    return {
      status: "nothing to do",
      plan: [`${name} stands for ${nameOf(plan, from.arn)}, and no version follows in the plan`],
      warnings,
      next: ["append a version to key.versions, deploy, and import its material"],
      data: { ...data, to: null },
    };
  }
  const target = await kms.describe(to);
  const moved = configuration(plan, target.arn);
  if (target.arn === from.arn)
    return {
      status: "nothing to do",
      plan: [`${name} stands for ${nameOf(plan, target.arn)} already`],
      warnings,
      next: moved,
      data: { ...data, to: target.arn },
    };
  checkTarget(from, target);
  if (confirmed) await kms.moveAlias(name, target.arn);
  return {
    status: confirmed ? "done" : "planned",
    plan: [
      `${name} ${confirmed ? "moved" : "moves"} from ${nameOf(plan, from.arn)} to ${nameOf(plan, target.arn)}`,
      `${nameOf(plan, from.arn)} stays as it is, for what it encrypted`,
    ],
    warnings: [
      ...warnings,
      ...(plan === undefined ? expiryWarnings(target.arn, target.validTo, request) : []),
      ...(from.state === "Enabled"
        ? []
        : [`the state of ${nameOf(plan, from.arn)} is ${from.state}: what it encrypted does not open`]),
      ...(target.multiRegion === undefined
        ? []
        : [
            "the key is a multi-Region one: its aliases in other regions are moved one by one, with --region",
          ]),
    ],
    next: moved,
    data: { ...data, to: target.arn },
  };
}

/** @throws OperatorError `usage` for what cannot be moved. */
function aliasName(alias: string): string {
  const arn = parseArn(alias);
  const name = arn === undefined ? alias : arn.service === "kms" ? arn.resource : "";
  if (!NAME.test(name))
    throw new OperatorError("usage", `'${alias}' is no alias of KMS`, {
      hint: "give alias/NAME, or its ARN",
    });
  if (name.startsWith(OF_AWS))
    throw new OperatorError("usage", `${name} is an alias of AWS, and AWS rotates its key itself`, {
      hint: "name an alias of your own",
    });
  return name;
}

/** Who moves an alias to `to` by a plan means it to stand where the plan says. */
function checkFrom(from: string, { alias, plan, to: asked }: AliasRotation, to: string | undefined): void {
  if (plan === undefined || asked !== undefined || from === to || from === plan.current.arn) return;
  throw new OperatorError(
    "key",
    `two plans contradict each other: by the outputs ${alias} stands for ${plan.current.version}, and it stands for ${nameOf(plan, from)}`,
    { hint: "name the version that you want with --to, or deploy the stack and write the outputs again" },
  );
}

/** The rules of `UpdateAlias`, and that the key can do what the alias is for. @throws OperatorError `key`. */
function checkTarget(from: RotatableKey, target: RotatableKey): void {
  const [here, there] = [parseArn(from.arn), parseArn(target.arn)];
  const differs = (what: string, one: string | undefined, other: string | undefined): OperatorError =>
    new OperatorError(
      "key",
      `the key to rotate to must have the ${what} of the present one: ${one}, got ${other} (${target.arn})`,
      { hint: "rotate to a key of the same kind, account and region" },
    );
  if (here?.account !== there?.account) throw differs("account", here?.account, there?.account);
  if (here?.region !== there?.region) throw differs("region", here?.region, there?.region);
  if (from.spec !== target.spec) throw differs("spec", from.spec, target.spec);
  if (from.usage !== target.usage) throw differs("usage", from.usage, target.usage);
  if (target.manager !== "CUSTOMER")
    throw new OperatorError("key", `${target.arn} is managed by AWS, which rotates it itself`, {
      hint: "rotate to a key of your own",
    });
  if (target.state === "Enabled") return;
  throw new OperatorError(
    "key",
    `the key to rotate to must be Enabled, got ${target.state}: ${target.arn}; an alias of it would stop all encryption`,
    {
      hint:
        target.state === "PendingImport"
          ? "import its material with `sealstack import-key-material`, then run this again"
          : "an administrator can run `aws kms enable-key`, or `aws kms cancel-key-deletion`",
    },
  );
}

/** Material of every version that is there: old ones have to open, too. */
async function expiryOfPlan(from: RotatableKey, request: AliasRotation, kms: KeyRotation): Promise<string[]> {
  const { plan } = request;
  if (plan === undefined) return [...expiryWarnings(from.arn, from.validTo, request)];
  const warnings: string[] = [];
  for (const { version, arn } of plan.versions) {
    const { state, validTo } = arn === from.arn ? from : await kms.describe(arn);
    warnings.push(...expiryWarnings(version, validTo, request));
    if (state === "PendingImport") warnings.push(`${version} has no material: it encrypts and opens nothing`);
  }
  return warnings;
}

/** What the stack has to be told, so that its next deployment leaves the alias where it is. */
function configuration(plan: VersionPlan | undefined, arn: string): readonly string[] {
  const version = plan?.versions.find((each) => each.arn === arn)?.version;
  if (version === undefined || version === plan?.current.version) return [];
  return [
    `set key.current to '${version}' in sealstack.yaml and deploy: until then, a deployment moves the alias back`,
  ];
}
