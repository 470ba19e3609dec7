import { parseArn } from "../../../../modules/arn";
import { describeKeyArn } from "../../../clients/kms-direct/describe-key";
import type { ClientSettings } from "../../../clients/settings/settings";

/**
 * The key ARN for whatever names a key. A key ARN needs no call; an alias or id is looked up (`kms:DescribeKey`), because
 * messages name their keys by ARN and an alias can move.
 * @throws OperatorError when the lookup fails.
 */
export async function keyArn(key: string, settings: ClientSettings): Promise<string> {
  const arn = parseArn(key);
  if (arn?.service === "kms" && arn.resource.startsWith("key/")) return key;
  return describeKeyArn(key, { ...settings, region: arn?.region ?? settings.region });
}
