/** Changes to the policies of the other half that no claim notices, and why that is right. */
import type { Unnoticed } from "../../common/claims/claim";
import { commonUnnoticed } from "../../common/claims/pair-unnoticed";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";

const BUCKET = "aws_s3_bucket_policy.replicas_policy";
const KEY = "aws_kms_key.key";

export const UNNOTICED: readonly Unnoticed[] = [
  ...commonUnnoticed("reader", "administrator"),
  {
    mutants: [
      `${KEY} GrantKeyEncrypters: for everybody`,
      `${KEY} GrantKeyEncryptersDescribe: for everybody`,
      `${KEY} GrantKeyDecrypters: for everybody`,
      `${KEY} GrantKeyDecrypters3: for everybody`,
      `${KEY} GrantKeyDecryptersDescribe2: for everybody`,
      `${KEY} GrantKeyDecrypters4: for everybody`,
      `${KEY} GrantKeyDecryptersDescribe3: for everybody`,
      `${BUCKET} AcceptReplication: for everybody`,
      `${BUCKET} RestoreObjects: for everybody`,
      `${BUCKET} RestoreObjectsList: for everybody`,
      `${BUCKET} RestoreObjects2: for everybody`,
      `${BUCKET} RestoreObjectsList2: for everybody`,
    ],
    why: "the condition names the role, which is one of the other account",
  },
  {
    mutants: [
      `${BUCKET} AcceptReplicas: for everybody`,
      `${BUCKET} AcceptReplicas: without ArnEquals aws:PrincipalArn`,
    ],
    why: "whomever else it lets in is refused by DenyOtherWriters",
  },
  {
    mutants: [
      `${BUCKET} AcceptReplicas: for every resource`,
      `${BUCKET} AcceptReplication: for every resource`,
      `${BUCKET} RestoreObjects: for every resource`,
      `${BUCKET} RestoreObjectsList: for every resource`,
      `${BUCKET} RestoreObjects2: for every resource`,
      `${BUCKET} RestoreObjectsList2: for every resource`,
    ],
    why: "a bucket policy reaches its own bucket only",
  },
  ...perimeterUnnoticed([
    { address: "aws_kms_key.key", otherAccounts: true, throughServices: true, serviceLinked: false },
    { address: "aws_s3_bucket_policy.replicas_policy", otherAccounts: true },
  ]),
];
