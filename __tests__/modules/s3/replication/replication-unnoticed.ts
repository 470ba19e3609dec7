/** Changes to the policies of a replicated pair that none of its claims notices, each with the reason. */
import type { Unnoticed } from "../../../../presets/common/claims/claim";

/** Statements about keys, as mutants name them. */
interface KeyStatements {
  readonly opening: readonly string[];
  readonly sealing: readonly string[];
  /** Of these, the ones with a statement of their own to describe the key. */
  readonly describing: readonly string[];
  /** An opening and a sealing one on the same side. */
  readonly pairs: readonly string[];
}

/** Changes to statements about keys that no claim notices, each with the reason. */
const unnoticedOfKeys = ({ opening, sealing, describing, pairs }: KeyStatements): readonly Unnoticed[] => [
  {
    why: "comes with every grant of a key: clients look at it first, S3 does not, and whoever reaches it learns nothing",
    mutants: some(describing.map((statement) => `${statement}Describe*`)),
  },
  {
    why: "comes with the audience of the grant; S3 has no such request, and nobody but S3 can make one here",
    mutants: some([
      ...opening.map((statement) => `${statement}: Action without kms:ReEncryptFrom`),
      ...sealing.flatMap((statement) =>
        [
          "ReEncryptTo",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateDataKeyWithoutPlaintext",
        ].map((action) => `${statement}: Action without kms:${action}`),
      ),
    ]),
  },
  {
    why: "what one of the two grants would allow beyond its actions, the other allows: both are bound to the encryption context, which no other action has",
    mutants: some(pairs.map((statement) => `${statement}: for every action`)),
  },
];

function some([first = "", ...others]: readonly string[]): readonly [string, ...string[]] {
  return [first, ...others];
}

const SOURCE = { opens: "aws_kms_key.source-key GrantKeyDecrypters" };
const REPLICA = {
  opens: "aws_kms_key.replica-key GrantKeyDecrypters",
  seals: "aws_kms_key.replica-key GrantKeyEncrypters",
};
const OF_ROLE = "aws_iam_role_policy.replication_destination-key-0_key";
const ROLE = {
  opens: `${OF_ROLE}-decrypters-of-test-replication-role_9C1B5F6C KeyDecrypters`,
  seals: `${OF_ROLE}-encrypters-of-test-replication-role_448EF588 KeyEncrypters`,
};

/** In one account. */
export const UNNOTICED = unnoticedOfKeys({
  opening: [SOURCE.opens, REPLICA.opens],
  sealing: [REPLICA.seals],
  describing: [SOURCE.opens, REPLICA.seals],
  pairs: Object.values(REPLICA),
});

/** In the account of the destination. */
export const UNNOTICED_THERE: readonly Unnoticed[] = [
  ...unnoticedOfKeys({
    opening: [REPLICA.opens],
    sealing: [REPLICA.seals],
    describing: [REPLICA.seals],
    pairs: Object.values(REPLICA),
  }),
  {
    why: "a bucket policy reaches its own bucket only, and whomever else it lets in is refused by DenyOtherWriters",
    mutants: [
      "aws_s3_bucket_policy.replica_policy_BB1767E1 AcceptReplicas: for every resource",
      "aws_s3_bucket_policy.replica_policy_BB1767E1 AcceptReplicas: for everybody",
    ],
  },
  {
    why: "the public access block leaves nobody of another account to such a statement, and policies let in those of this one",
    mutants: ["aws_s3_bucket_policy.replica_policy_BB1767E1 AcceptReplication: for everybody"],
  },
  {
    why: "a bucket policy reaches its own bucket only",
    mutants: ["aws_s3_bucket_policy.replica_policy_BB1767E1 AcceptReplication: for every resource"],
  },
];

/** In the policies of the role, about a destination in another account. */
export const UNNOTICED_OF_ROLE = unnoticedOfKeys({
  opening: [ROLE.opens],
  sealing: [ROLE.seals],
  describing: Object.values(ROLE),
  pairs: Object.values(ROLE),
});
