/** Changes to the policies that no claim notices, and why that is right. A test fails on any other, and on an entry without use. */
import { AUDIT_UNNOTICED } from "../../common/claims/audit/unnoticed";
import type { Unnoticed } from "../../common/claims/claim";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";

export const UNNOTICED: readonly Unnoticed[] = [
  ...AUDIT_UNNOTICED,
  ...perimeterUnnoticed([
    { address: "aws_kms_key.audit_key", services: true, serviceLinked: false },
    { address: "aws_s3_bucket_policy.trail_bucket_policy", services: true },
  ]),
];
