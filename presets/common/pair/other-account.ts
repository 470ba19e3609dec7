/** A bucket for replicas that another account keeps, as presets configure it. */

import { z } from "zod";
import { parseArn } from "../../../modules/arn";
import { bucketNameProblem } from "../../../modules/s3/bucket/bucket-name";
import { shown } from "../../../modules/show-value";
import { ACCOUNT_ID, accountField, checked, kmsKeyArn } from "../config/fields";

export const otherAccountSchema = z
  .strictObject({
    id: accountField("The other account, twelve digits in quotes. Not the stack's own."),
    bucket: checked(bucketNameProblem).meta({ description: "Name of the bucket there." }),
    keyArn: kmsKeyArn.meta({
      description: "ARN of the key there: output 'key_arn' of the stack that its owner deploys.",
    }),
    objectLock: z.boolean().default(false).meta({
      description: "Whether the bucket there has object lock. It must where this one has.",
    }),
  })
  .optional();

/** A problem, and the key that it is about. */
export interface KeyProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** What {@link otherAccountProblems} looks at, believing nothing. */
export interface OtherAccountUse {
  /** `accountId` of the stack. */
  readonly accountId?: unknown;
  /** Region of the other bucket. */
  readonly region?: unknown;
  /** Name of the stack's own bucket. */
  readonly bucket?: unknown;
  readonly hasLock: boolean;
  readonly account?:
    | {
        readonly id?: unknown;
        readonly bucket?: unknown;
        readonly keyArn?: unknown;
        readonly objectLock?: unknown;
      }
    | undefined;
}

/**
 * What is wrong between a stack and the other account's bucket. The value is incomplete where other problems were found in it.
 *
 * @param at path of the other account
 */
export function otherAccountProblems(at: readonly string[], use: OtherAccountUse): readonly KeyProblem[] {
  const { account, accountId, region } = use;
  if (account === undefined || account === null || typeof account !== "object") return [];
  const { id, bucket, keyArn, objectLock } = account;
  const key = typeof keyArn === "string" ? parseArn(keyArn) : undefined;
  const problems: KeyProblem[] = [];
  const say = (path: readonly string[], message: string) => problems.push({ path, message });
  if (accountId === undefined)
    say(["accountId"], `must be given beside ${at.join(".")}, which is another account: got none`);
  if (typeof id === "string" && id === accountId)
    say(
      [...at, "id"],
      `must be another account than the stack's own, got ${shown(id)}; leave it out for one account`,
    );
  if (key !== undefined && typeof id === "string" && ACCOUNT_ID.test(id) && key.account !== id)
    say([...at, "keyArn"], `must be a key of account ${id}, got ${shown(keyArn)}`);
  if (key !== undefined && typeof region === "string" && key.region !== region)
    say([...at, "keyArn"], `must be a key of ${region}, got ${shown(keyArn)}`);
  if (typeof bucket === "string" && bucket === use.bucket)
    say([...at, "bucket"], `must not be the stack's own bucket, got ${shown(bucket)}`);
  if (use.hasLock && objectLock !== true)
    say(
      [...at, "objectLock"],
      "must be true, as bucket.objectLock is given: S3 copies nothing otherwise; got false",
    );
  return problems;
}
