import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { InlinePolicy, type Statement } from "../../iam";
import { accountRootOf } from "../../iam/policies/principals";
import type { Grantee, KeyGrant } from "../../kms";
import { freeId, slug } from "../../kms/ids";
import { aGrantee } from "../../kms/key/grant-arguments";
import { flag, knownList, object, optional, type Shape, text, word } from "../../shape";
import { assertArguments } from "../../validate";
import { type BucketEncryptionKey, contextOfObjects } from "../settings/encryption";
import { letIn, noOverwriteStatement, onlyWriters } from "./bucket-policy";
import {
  accessStatements,
  accessTraits,
  BUCKET_ACCESS,
  type BucketAccessName,
  prefixProblems,
} from "./grants";
import type { GrowingPolicy } from "./growing-policy";

/** How a grant is narrowed. */
export interface BucketGrantOptions {
  /** Starts of object keys, each with a slash at its end, such as `etcd/`; `""` is the whole bucket. */
  readonly prefixes: readonly string[];
  /**
   * Whether the principal is in another account than the bucket, whose bucket policy then names it.
   *
   * @default false
   */
  readonly crossAccount?: boolean;
  /**
   * Names a principal of another account by a condition on `aws:PrincipalArn`, with its account as the principal: it need not be there yet, and may be made anew.
   *
   * @default false
   */
  readonly byName?: boolean;
}

const OPTIONS: Shape<BucketGrantOptions> = {
  prefixes: knownList(text),
  crossAccount: optional(flag),
  byName: optional(flag),
};

/** What a grant came to. */
export interface BucketGrant {
  /** What the bucket policy got. */
  readonly bucketStatements: readonly Statement[];
  /** What the identity's policy got; for a principal given by ARN, what it has to have if it is in another account. */
  readonly identityStatements: readonly Statement[];
  /** What became of the use of the key; nothing where the bucket has none. */
  readonly keyGrants: readonly KeyGrant[];
}

interface Granting extends Construct {
  readonly ready: ITerraformDependable;
  readonly bucketArn: string;
  readonly encryptionContext: Readonly<Record<string, string>>;
  readonly props: { readonly key?: BucketEncryptionKey };
}

/** Gives principals access to the objects of one bucket. */
export class BucketGrants {
  /** ARNs of those who may write. */
  readonly writers: string[] = [];

  constructor(
    private readonly bucket: Granting,
    private readonly policy: GrowingPolicy,
  ) {}

  /** @throws {@link ConfigError} when the prefixes are wrong, or the key cannot be granted */
  grant(access: BucketAccessName, grantee: Grantee, options: BucketGrantOptions): BucketGrant {
    assertArguments(
      this.bucket.node.path,
      { access, grantee, options },
      { access: word(Object.keys(BUCKET_ACCESS)), grantee: aGrantee, options: object(OPTIONS) },
    );
    const { prefixes, crossAccount = false, byName = false } = options;
    const { bucket, policy } = this;
    const { appendOnly, keyUses } = accessTraits(access);
    const arn = arnOf(grantee);
    const writes = keyUses.includes("encryptOnly");
    const problems = [
      ...prefixProblems(`grant of ${access}`, prefixes),
      ...(byName && accountRootOf(arn) === undefined
        ? [`grant of ${access} by name needs an ARN that shows its account`]
        : []),
      ...(writes && onlyWriters(policy.statements)?.includes(arn) === false
        ? [
            `grant of ${access}: the bucket takes replicas, and nobody writes there who is not in otherWriters`,
          ]
        : []),
    ];
    if (problems.length > 0) throw new ConfigError(bucket.node.path, problems);
    if (writes) this.writers.push(arn);
    const statements = accessStatements(bucket.bucketArn, access, prefixes);
    const named = statements.map((statement) => letIn(arn, statement, byName));
    const bucketStatements = policy.add([
      ...("arn" in grantee || crossAccount ? named : []),
      ...(appendOnly ? [noOverwriteStatement(bucket.bucketArn, [arn])] : []),
    ]);
    if (!("arn" in grantee)) this.attach(access, grantee, statements);
    const { key } = bucket.props;
    return {
      bucketStatements,
      identityStatements: statements,
      keyGrants:
        key === undefined
          ? []
          : keyUses.flatMap((use) =>
              key.grant(use, grantee, {
                viaServices: ["s3"],
                encryptionContext:
                  use === "decryptOnly" ? contextOfObjects(bucket.bucketArn) : bucket.encryptionContext,
                ...(crossAccount ? { crossAccount } : {}),
                ...(byName ? { byName } : {}),
              }),
            ),
    };
  }

  private attach(
    access: BucketAccessName,
    grantee: Exclude<Grantee, { readonly arn: string }>,
    statements: readonly Statement[],
  ): void {
    const { bucket } = this;
    const base = `${slug(access)}-of-${slug(grantee.node.path)}`;
    const id = freeId(bucket, base);
    new InlinePolicy(bucket, id, {
      name: `${slug(bucket.node.path)}-${slug(access)}${id.slice(base.length)}`.slice(-128),
      attachTo: "roleArn" in grantee ? { role: grantee } : { user: grantee },
      statements,
      // The bucket policy refuses a part of what this allows: overwrites, other keys, plain HTTP.
      waitFor: [bucket.ready],
    });
  }
}

function arnOf(grantee: Grantee): string {
  if ("arn" in grantee) return grantee.arn;
  return "roleArn" in grantee ? grantee.roleArn : grantee.userArn;
}
