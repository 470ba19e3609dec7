/** Settings of a bucket that refuse a request, whatever its policies say. */
import type { StatementRef } from "../decision";
import type { Ternary } from "../logic";
import type { Question } from "../question";
import type { Request } from "../request/request";
import { isUnknown } from "../unknown";
import { isPublic } from "./public-bucket";

export interface Refusal {
  readonly holds: Ternary;
  readonly ref: StatementRef;
  readonly dependsOn: readonly string[];
}

const SSE_C = "s3:x-amz-server-side-encryption-customer-algorithm";
/** Requests that write. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html */
const WRITING: readonly string[] = ["s3:PutObject", "s3:ReplicateObject"];

export function bucketRefusals({ bucket, policies }: Question, request: Request): readonly Refusal[] {
  if (bucket === undefined || request.service !== "s3") return [];
  const { name = "bucket settings", blockedEncryptionTypes = [], restrictPublicBuckets = false } = bucket;
  const ref = (sid: string): StatementRef => ({ policy: name, kind: "setting", sid, index: 0 });
  const refusals: Refusal[] = [];
  if (blockedEncryptionTypes.includes("SSE-C") && WRITING.includes(request.action)) {
    const got = request.facts.get(SSE_C);
    refusals.push({
      holds: isUnknown(got) ? "unknown" : got !== undefined,
      ref: ref("blocked_encryption_types"),
      dependsOn: isUnknown(got) ? [got.unknown] : [],
    });
  }
  const { resource } = policies;
  if (restrictPublicBuckets && resource !== undefined && isOutside(request)) {
    const unread = isUnknown(resource.document);
    refusals.push({
      holds: unread ? "unknown" : isPublic(resource),
      ref: ref("restrict_public_buckets"),
      dependsOn: unread ? [`the policy '${resource.name}'`] : [],
    });
  }
  return refusals;
}

/** Services of AWS, and the account of the bucket, are not restricted. */
function isOutside({ principal, account, resourceAccount }: Request): boolean {
  return principal.kind !== "service" && account !== resourceAccount;
}
