/** What a user names, as stacks that can be judged. */
import { basename, resolve } from "node:path";
import { modelsOf, type NamedText, type StackText, stacksIn } from "../model/from-text";
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
  return modelsOf(await textsAt(place), groupAt(place), managed);
}

/** The same, before it is judged. @throws AccessError */
export async function openStacks(place: string): Promise<readonly StackText[]> {
  return stacksIn(await textsAt(place), groupAt(place));
}

async function textsAt(place: string): Promise<readonly NamedText[]> {
  return (await filesAt(place)).map(({ path, text }) => ({ name: nameOf(path), path, text }));
}

const groupAt = (place: string): string => basename(resolve(place)).replace(/\.json$/i, "");
