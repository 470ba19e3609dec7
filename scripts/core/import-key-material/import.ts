/** The use case: check the keys, take the material, wrap it, import it. */
import { OperatorError } from "../../errors";
import { checkTargets, type Plan, type Wishes } from "./check-targets";
import { wrappingAlgorithm } from "./material-forms";
import type { ImportTarget, KeyImport } from "./ports";
import { toMaterial } from "./to-material";
import { wrapMaterial } from "./wrap";

export interface ImportRequest extends Wishes {
  /** ARNs, ids or aliases; several for the primary and replicas of one multi-Region key. */
  readonly keys: readonly [string, ...string[]];
  /** When KMS deletes the material again; never when absent. */
  readonly validTo: Date | undefined;
}

export interface Imported {
  readonly keyArn: string;
  readonly spec: string;
  /** State after the import. */
  readonly state: string;
  /** KMS's id of the material, where it has one. */
  readonly materialId: string | undefined;
}

/**
 * @param readMaterial called once, after all keys were found to be right; its buffer is zeroed here.
 * @throws OperatorError that names the keys which had been imported into before, if any.
 */
export async function importKeyMaterial(
  request: ImportRequest,
  readMaterial: () => Promise<Buffer>,
  kms: KeyImport,
): Promise<readonly Imported[]> {
  const plan = await planFor(request, kms);
  const bytes = await readMaterial();
  try {
    const material = toMaterial(bytes, plan.form, plan.targets[0].spec);
    try {
      return await importAll(plan, material, request, kms);
    } finally {
      material.fill(0);
    }
  } finally {
    bytes.fill(0);
  }
}

async function planFor(request: ImportRequest, kms: KeyImport): Promise<Plan> {
  const [first, ...more] = request.keys;
  const targets = [await kms.describe(first)] as [ImportTarget, ...ImportTarget[]];
  for (const key of more) targets.push(await kms.describe(key));
  const plan = checkTargets(targets, request);
  const [start] = plan.targets;
  if (request.newMaterial && start.multiRegion === "REPLICA") {
    throw new OperatorError("usage", `new material cannot go into the replica ${start.arn} alone`, {
      hint: "give the primary as well, or import into the primary first and into the replica without --new-material",
    });
  }
  return plan;
}

async function importAll(
  { targets, form }: Plan,
  material: Buffer,
  request: ImportRequest,
  kms: KeyImport,
): Promise<readonly Imported[]> {
  const algorithm = wrappingAlgorithm(form);
  const done: Imported[] = [];
  for (const target of targets) {
    try {
      const { publicKey, token } = await kms.parameters(target.arn, algorithm);
      const materialId = await kms.importMaterial(target.arn, {
        token,
        wrapped: wrapMaterial(material, publicKey, algorithm),
        validTo: request.validTo,
        importType: importType(target, request),
        description: request.description,
        materialId: request.materialId,
      });
      const { state } = await kms.describe(target.arn);
      done.push({ keyArn: target.arn, spec: target.spec, state, materialId });
    } catch (error) {
      throw done.length === 0 ? error : afterSome(error, done);
    }
  }
  return done;
}

function importType({ multiRegion }: ImportTarget, { newMaterial }: ImportRequest) {
  if (!newMaterial) return undefined;
  return multiRegion === "REPLICA" ? "EXISTING_KEY_MATERIAL" : "NEW_KEY_MATERIAL";
}

function afterSome(error: unknown, done: readonly Imported[]): unknown {
  if (!(error instanceof OperatorError)) return error;
  const arns = done.map(({ keyArn }) => keyArn).join(", ");
  return new OperatorError(error.exit, `${error.message}; imported before that: ${arns}`, {
    hint: "run it again with the same material, without --new-material: importing it once more changes nothing",
    cause: error,
  });
}
