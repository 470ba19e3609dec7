/** What a user names, as stacks that can be judged. */
import { basename, resolve } from "node:path";
import { modelsOf } from "../model/from-text";
import type { AccessModel } from "../model/model";
import type { ManagedPolicies } from "../sources/collect";
import { filesAt, nameOf } from "./places";

/**
 * @param place cdktf.out, the folder of a stack in it, its `cdk.tf.json`; what `terraform show -json` printed; a policy, or a folder of them
 * @throws AccessError for anything else
 */
export async function openModels(
  place: string,
  managed: ManagedPolicies = {},
): Promise<readonly AccessModel[]> {
  const files = await filesAt(place);
  return modelsOf(
    files.map(({ path, text }) => ({ name: nameOf(path), path, text })),
    basename(resolve(place)).replace(/\.json$/i, ""),
    managed,
  );
}
