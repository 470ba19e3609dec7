/** Those who manage a pair, in either account. */
import { LOOKS_AT_BUCKET } from "./bucket-claims";
import { type Claim, claimsAbout } from "./claim";
import { disappearanceClaims } from "./effects";
import { keyAdministratorClaims, keyOwnerClaims, keyStrangerClaims, type ManagedKey } from "./key-people";
import { type CopiedPlace, DECRYPTS, throughS3 } from "./replication-claims";

/** A bucket with its key, and who manages both. */
export interface ManagedPair {
  readonly place: CopiedPlace;
  readonly key: ManagedKey;
  /** Key of an object. */
  readonly object: string;
  /** ARN of the role that manages. */
  readonly administrator: string;
  /** Of the stack. */
  readonly roles: readonly string[];
  readonly otherBucketArn: string;
}

/** Owners, strangers and the administrator; the sentences end in the region, as there may be two. */
export function peopleClaims(pair: ManagedPair): readonly Claim[] {
  const { key, place, administrator } = pair;
  return [
    ...keyOwnerClaims(key),
    ...keyStrangerClaims(key),
    ...keyAdministratorClaims(administrator, key),
    ...administratorClaims(pair),
  ].map((claim) => ({ ...claim, says: `${claim.says}, in ${place.region}` }));
}

function administratorClaims(pair: ManagedPair): readonly Claim[] {
  const { place, object, administrator, roles, otherBucketArn, key } = pair;
  const about = claimsAbout("the administrator", { kind: "role", arn: administrator });
  const { may, mayNot, mayNotCall } = about;
  const strong = claimsAbout("the administrator with AdministratorAccess attached", {
    kind: "admin",
    arn: administrator,
  });
  const target = `${place.bucket}/${object}`;
  return [
    ...LOOKS_AT_BUCKET.map((action) => may(`call ${action}`, action, place.bucket, {}, "ManageBucket")),
    mayNot("look at another bucket", "s3:GetBucketPolicy", otherBucketArn),
    ...mayNotCall(["s3:GetObject", "s3:GetObjectVersion"], target),
    ...mayNotCall(["s3:PutBucketNotification", "s3:PutInventoryConfiguration"], place.bucket),
    ...(key.rootStatement === "full"
      ? []
      : DECRYPTS.map((action) =>
          strong.mayNot(`let S3 call ${action}`, action, place.key, throughS3(place)),
        )),
    // The limit that the documentation states: a key has somebody who can end it, and KMS waits before it does.
    ...disappearanceClaims(
      about,
      {
        object: target,
        bucket: place.bucket,
        key: place.key,
        roles,
        accountId: key.accountId,
        region: place.region,
      },
      ["unreadable", "lockedOut"],
    ),
  ];
}
