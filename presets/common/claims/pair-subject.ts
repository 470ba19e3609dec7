/** What the claims about either half of a pair are about: one synthesized stack and its surroundings. */
import type { ManagedKey } from "./key-people";
import { type CopiedPlace, DECRYPTS, ENCRYPTS, throughS3 } from "./replication-claims";

export interface PairSurroundings {
  /** Name of the stack; roles are named after it. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  readonly keyArn: string;
  /** A key of the same account and region whose policy leaves everything to policies of identities, as KMS's default one does. */
  readonly otherKeyArn: string;
  /** A bucket of the same account, without a policy. */
  readonly otherBucketArn: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
}

export function arnOfBucket(
  name: string | undefined,
  { stack, accountId }: PairSurroundings,
  region: string,
): string {
  return `arn:aws:s3:::${name ?? `${stack}-${accountId}-${region}`}`;
}

/** A key of a stack, for claims about those who do not use it. */
export function pairManagedKey(
  { accountId, otherAccountId, otherKeyArn }: PairSurroundings,
  config: Pick<ManagedKey, "alias" | "rootStatement" | "deletionWindowInDays">,
  place: CopiedPlace,
  users: readonly string[],
): ManagedKey {
  return {
    ...config,
    key: place.key,
    region: place.region,
    uses: [...ENCRYPTS, ...DECRYPTS],
    context: throughS3(place),
    administratorSid: "KeyAdministrators",
    users,
    accountId,
    otherAccountId,
    otherKey: otherKeyArn,
  };
}
