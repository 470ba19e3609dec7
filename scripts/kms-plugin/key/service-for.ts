/** KMS for one key: in the region of its ARN, else the configured one, else that of the instance; with its replicas behind it. */
import type { KmsService } from "../../clients/kms-service";
import { instanceRegion } from "../../clients/settings/instance-region";
import { OperatorError } from "../../errors";
import { regionOf } from "../arn";
import type { KeyConfig, PluginConfig } from "../settings/config";
import { failover, type Region } from "./failover";
import type { Services } from "./shared-services";

/** @throws OperatorError `credentials` when there is no region to be found. */
export async function serviceFor(
  key: KeyConfig,
  { limits, deadlineMs }: Pick<PluginConfig, "limits" | "deadlineMs">,
  services: Services,
  onSwitch: (from: string) => void,
): Promise<KmsService> {
  const { endpoint, sourceArn } = key;
  const shared = { deadlineMs, endpoint, sourceArn, retryTokenCapacity: limits.retryTokenCapacity };
  const region = regionOf(key.key) ?? key.region ?? (await instanceRegion(process.env));
  if (region === undefined)
    throw new OperatorError("credentials", `no region is known for the key ${key.name}`, {
      hint: "give --region, or the key's ARN; the instance's metadata service did not answer",
    });
  // With a replica behind it, a region is asked once: the time of a second try is the replica's.
  const maxAttempts = key.replicas.length > 0 ? 1 : undefined;
  const own: Region = { replica: undefined, service: services({ ...shared, region, maxAttempts }) };
  const replicas = key.replicas.map((replica) => ({
    replica,
    service: services({ ...shared, region: regionOf(replica), maxAttempts }),
  }));
  return failover([own, ...replicas], onSwitch);
}
