/** The cipher of fields over KMS itself, with keys of several regions. */
import { performance } from "node:perf_hooks";
import { formatArn, parseArn } from "../../../modules/arn";
import type { ClientSettings } from "../../clients/settings/settings";
import { OperatorError } from "../../errors";
import { keyArn } from "../crypto/kms/key-arn";
import { kmsCalls } from "../crypto/kms/kms-calls";
import { itemCipher } from "./keys/item-cipher";
import { MAX_KMS_KEYS } from "./limits";
import type { ItemCipher, ItemCipherSettings } from "./ports";

export interface KmsItemCipherSettings extends ClientSettings, ItemCipherSettings {
  readonly keys: readonly [string, ...string[]];
  readonly use: "seal" | "open";
}

/** @throws OperatorError `usage` for keys that cannot be used so, or whatever their lookup fails with. */
export async function kmsItemCipher({
  keys,
  use,
  fallbackRegions,
  region,
  endpoint,
  signal,
  ...settings
}: KmsItemCipherSettings): Promise<ItemCipher> {
  const clients = { region, endpoint, signal };
  const calls = kmsCalls(clients);
  const clock = (): number => performance.now();
  if (use === "open") {
    const [first, ...more] = keys;
    const inRegions = (key: string) => everywhere(key, clients, fallbackRegions);
    const arns = [...(await inRegions(first)), ...(await Promise.all(more.map(inRegions))).flat()];
    return itemCipher([arns[0] ?? first, ...arns.slice(1)], calls, settings, clock);
  }
  if (keys.length > MAX_KMS_KEYS)
    throw new OperatorError("usage", `${keys.length} keys are given; at most ${MAX_KMS_KEYS} are allowed`, {
      hint: "give --key for fewer keys; a multi-Region key counts once, whatever its regions",
    });
  return itemCipher(keys, calls, settings, clock);
}

/** The key's own ARN and, after it, those of its replicas. An alias is looked up in the first region that answers. */
async function everywhere(
  key: string,
  clients: ClientSettings,
  regions: readonly string[],
): Promise<readonly string[]> {
  const arn = await firstAnswer([clients.region, ...regions], (region) =>
    keyArn(key, { ...clients, region }),
  );
  return [...new Set([arn, ...regions.map((region) => replicaIn(region, arn))])];
}

async function firstAnswer<T>(
  regions: readonly (string | undefined)[],
  ask: (region: string | undefined) => Promise<T>,
): Promise<T> {
  let failure: unknown;
  for (const region of regions)
    try {
      return await ask(region);
    } catch (error) {
      if (!(error instanceof OperatorError) || error.exit !== "unavailable") throw error;
      failure ??= error;
    }
  throw failure;
}

function replicaIn(region: string, key: string): string {
  const arn = parseArn(key);
  if (arn === undefined || !arn.resource.startsWith("key/mrk-"))
    throw new OperatorError("usage", `--fallback-region needs a multi-Region key, and ${key} is none`, {
      hint: "give the key of the other region with --key, or leave out --fallback-region",
    });
  return formatArn({ ...arn, region });
}
