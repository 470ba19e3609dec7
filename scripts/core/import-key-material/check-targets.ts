/** Whether material can be imported into these keys: asked of KMS before the material is touched. */
import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";
import { IMPORTABLE_SPECS, type MaterialForm, materialForm } from "./material-forms";
import type { ImportTarget } from "./ports";

/** States that an import starts from. Source: KMS API Reference, `ImportKeyMaterial`. */
const STATES: readonly string[] = ["PendingImport", "Enabled"];

/** What of a request depends on the kind of key. */
export interface Wishes {
  readonly newMaterial: boolean;
  readonly description: string | undefined;
  readonly materialId: string | undefined;
}

/** The keys in the order of their imports, and the one form that fits them all. */
export interface Plan {
  readonly targets: readonly [ImportTarget, ...ImportTarget[]];
  readonly form: MaterialForm;
}

/** @throws OperatorError `key` or `usage` on the first key that cannot take material that way. */
export function checkTargets(targets: readonly [ImportTarget, ...ImportTarget[]], wishes: Wishes): Plan {
  for (const target of targets) checkTarget(target, wishes);
  checkRelated(targets);
  const { arn, spec } = targets[0];
  const partition = parseArn(arn)?.partition ?? "aws";
  const form = materialForm(spec, partition);
  if (form === undefined) {
    throw new OperatorError("key", `key material cannot be imported for the spec of ${arn}, got ${spec}`, {
      hint: `allowed: ${IMPORTABLE_SPECS.join(", ")}`,
    });
  }
  // Source: KMS Developer Guide, "Encrypt the key material": RSA_AES_KEY_WRAP is not supported in the regions of China.
  if (form.kind === "rsa" && partition === "aws-cn")
    throw new OperatorError("key", `RSA key material cannot be imported in the regions of China: ${arn}`);
  const [first, ...more] = [...targets].sort((a, b) => rank(a) - rank(b));
  return { targets: [first ?? targets[0], ...more], form };
}

/** New material goes into the primary first; replicas take only what it has. */
const rank = ({ multiRegion }: ImportTarget): number => (multiRegion === "REPLICA" ? 1 : 0);

function checkTarget({ arn, origin, state, spec }: ImportTarget, wishes: Wishes): void {
  if (origin !== "EXTERNAL") {
    throw new OperatorError("key", `the origin of ${arn} must be EXTERNAL, got ${origin}`, {
      hint: "make another key: the origin of a KMS key cannot be changed",
    });
  }
  if (!STATES.includes(state)) {
    throw new OperatorError("key", `the state of ${arn} must be ${STATES.join(" or ")}, got ${state}`, {
      hint: "an administrator can run `aws kms enable-key`, or `aws kms cancel-key-deletion`",
    });
  }
  const [flag] = Object.entries({
    "--new-material": wishes.newMaterial,
    "--material-description": wishes.description !== undefined,
    "--material-id": wishes.materialId !== undefined,
  }).find(([, given]) => given) ?? [undefined];
  if (flag !== undefined && spec !== "SYMMETRIC_DEFAULT") {
    throw new OperatorError("usage", `${flag} goes with SYMMETRIC_DEFAULT keys only, got ${spec}`, {
      hint: "leave it out: the material of any other key can never be replaced by another",
    });
  }
}

/** The same material in keys that have nothing to do with each other would be a mistake. */
function checkRelated(targets: readonly ImportTarget[]): void {
  const arns = new Set(targets.map(({ arn }) => arn));
  const ids = new Set([...arns].map((arn) => parseArn(arn)?.resource));
  const related = ids.size === 1 && targets.every(({ multiRegion }) => multiRegion !== undefined);
  if (targets.length === 1 || (related && arns.size === targets.length)) return;
  throw new OperatorError(
    "usage",
    `several keys must be the primary and replicas of one multi-Region key, got ${targets.map(({ arn }) => arn).join(", ")}`,
    { hint: "import into one key at a time" },
  );
}
