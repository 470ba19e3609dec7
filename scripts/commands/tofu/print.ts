import { parseArn } from "../../../modules/arn";
import { backendBlock, encryptionBlock, type KeyProvider } from "../../../modules/state-blocks";
import type { Report } from "../../output/output";
import { notGiven, type Settings } from "../../settings/config";
import { assertBucket } from "../../settings/settings-checks";
import { stateSettings } from "./state-settings";

export interface PrintOptions {
  readonly settings: Settings;
  readonly keyProvider: KeyProvider;
  readonly block: "all" | "encryption" | "backend";
}

/** Blocks of HCL, with nothing secret in them. The bucket is in the region of the stack, or else of the key. */
export async function run({ settings, keyProvider, block }: PrintOptions): Promise<Report> {
  const { keys, fallbackRegions, state } = stateSettings(settings);
  const [keyArn] = keys;
  const place = { keyArn, region: parseArn(keyArn)?.region ?? "", fallbackRegions, state };
  const encryption = block === "backend" ? undefined : encryptionBlock(keyProvider, place);
  const backend = block === "encryption" ? undefined : backendBlock({ ...place, bucket: bucketOf(settings) });
  const blocks = [encryption, backend].filter((text) => text !== undefined);
  return { data: { encryption, backend }, lines: blocks.join("\n").trimEnd().split("\n") };
}

function bucketOf(settings: Settings): string {
  if (settings.bucket === undefined)
    throw notGiven("bucket", settings, "give --bucket, or --outputs FILE, or --block encryption");
  assertBucket(settings.bucket);
  return settings.bucket;
}
