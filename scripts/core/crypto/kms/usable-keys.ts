/** Which of a message's encrypted data keys may be sent to which KMS key. */
import { type Arn, parseArn } from "../../../../modules/arn";
import { KMS_PROVIDER_ID, type NamedKey } from "../message/providers";

/** Source: AWS KMS Developer Guide, "Multi-Region keys": their key ids begin so, and are the same in every region. */
const MULTI_REGION_KEY = /^key\/mrk-[0-9a-f]{32}$/;

export interface UsableKey<K> {
  /** ARN of the key to ask, one of those that were given. */
  readonly key: string;
  readonly encrypted: K;
}

/**
 * Every pair to try of one provider or several, in the order of the message, and for each of its keys the very same key before its replicas.
 * Partition, account and key id always match; the region may differ only for multi-Region keys.
 */
export function usableKeys<K extends NamedKey>(
  encryptedDataKeys: readonly K[],
  keys: readonly string[],
  providers: readonly string[] = [KMS_PROVIDER_ID],
): UsableKey<K>[] {
  return encryptedDataKeys
    .filter(({ providerId }) => providers.includes(providerId))
    .flatMap((encrypted) => {
      const { providerInfo: sealer } = encrypted;
      const same = keys.filter((key) => key === sealer);
      const replicas = keys.filter((key) => key !== sealer && areReplicas(key, sealer));
      return [...same, ...replicas].map((key) => ({ key, encrypted }));
    });
}

/** Whether two ARNs name the same multi-Region key in two regions: what one seals, the other opens. */
export function areReplicas(a: string, b: string): boolean {
  const [one, other] = [parseArn(a), parseArn(b)];
  return one !== undefined && other !== undefined && isMultiRegion(one) && sameButRegion(one, other);
}

const isMultiRegion = ({ service, resource }: Arn): boolean =>
  service === "kms" && MULTI_REGION_KEY.test(resource);

/** Whether two ARNs name the same key id of one account, wherever. */
export const sameButRegion = (a: Arn, b: Arn): boolean =>
  a.service === b.service &&
  a.partition === b.partition &&
  a.account === b.account &&
  a.resource === b.resource;
