/** Changes to the policies of a vault that no claim notices, and why that is right. */
import type { Unnoticed } from "../../common/claims/claim";
import { commonUnnoticed } from "../../common/claims/pair-unnoticed";
import { perimeterUnnoticed } from "../../common/claims/perimeter-unnoticed";

const BUCKET = "aws_s3_bucket_policy.vault_policy";
const KEY = "aws_kms_key.key";

/** Statements about the sources; those with a prefix of its own end in its account. */
const SOURCES = ["Writer", "Restorer", "Replication"].flatMap((way) =>
  ["", "333344445555"].flatMap((account) => [`${way}Objects${account}`, `${way}List${account}`]),
);
const FURTHER = ["RestoreObjects", "RestoreObjectsList"];

/** @param what was done to each of the statements */
function ofBucket(sids: readonly string[], what: string): Unnoticed["mutants"] {
  const [first = "", ...others] = sids.map((sid) => `${BUCKET} ${sid}: ${what}`);
  return [first, ...others];
}

const lists = (sids: readonly string[]) => sids.filter((sid) => sid.includes("List"));

export const UNNOTICED: readonly Unnoticed[] = [
  ...commonUnnoticed("administrator", "break_glass"),
  {
    mutants: ofBucket([...SOURCES, ...FURTHER], "for everybody"),
    why: "a statement for everybody makes the bucket policy public, and then S3 lets nobody of another account in",
  },
  {
    mutants: ofBucket(lists([...SOURCES, ...FURTHER]), "for every resource"),
    why: "a bucket policy reaches its own bucket only, and objects are not listed",
  },
  {
    mutants: ofBucket(
      lists([...SOURCES, ...FURTHER]).filter((sid) => !sid.startsWith("Writer")),
      "for every action",
    ),
    why: "s3:prefix is sent with the two actions of the statement only",
  },
  {
    mutants: [`${KEY} GrantKeyDecrypters: for everybody`, `${KEY} GrantKeyDecryptersDescribe: for everybody`],
    why: "the condition names the role, which is one of another account",
  },
  ...perimeterUnnoticed([
    { address: KEY, otherAccounts: true, throughServices: true, serviceLinked: false },
    { address: BUCKET, otherAccounts: true },
  ]),
];
