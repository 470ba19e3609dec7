/** All that decides a request. */
import type { NamedPolicy } from "./policy";
import type { Unknown } from "./unknown";

/** Who makes the request. */
export type Principal =
  /** A user with long-term credentials. */
  | { readonly kind: "user"; readonly arn: string }
  /** A session of a role. @default session - "session" */
  | { readonly kind: "role"; readonly arn: string; readonly session?: string }
  /** A session of `sts:GetFederationToken`, with the policies of the user who made it. */
  | { readonly kind: "federatedUser"; readonly arn: string; readonly userArn: string }
  /** The root user of an account. */
  | { readonly kind: "root"; readonly accountId: string }
  /** A service of AWS by itself, such as `logs.amazonaws.com`; not one that acts for somebody with his permissions. */
  | { readonly kind: "service"; readonly name: string }
  /** Somebody whom a SAML provider vouches for, in `sts:AssumeRoleWithSAML`. */
  | { readonly kind: "saml"; readonly providerArn: string }
  /** Somebody with a token of a provider: the ARN of an OIDC provider, or a name such as `accounts.google.com`. */
  | { readonly kind: "webIdentity"; readonly provider: string }
  /** A request without a signature. */
  | { readonly kind: "anonymous" };

/** One value, several of a multi-valued key, `null` for a key that the request lacks, or one that is not known. */
export type ContextValue = string | readonly string[] | null | Unknown;

/** Condition keys of the request, whatever their case. */
export type RequestContext = Readonly<Record<string, ContextValue>>;

/** The policies that apply. Each is absent where nothing of its kind is attached. */
export interface Policies {
  readonly identity?: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session?: readonly NamedPolicy[];
  /** Of the key, bucket, topic, queue or table. */
  readonly resource?: NamedPolicy;
  /** Of the role that is to be assumed. */
  readonly trust?: NamedPolicy;
  /** Of the principal's organization, by level: its root, each unit, the account. Each level must allow. */
  readonly scp?: readonly (readonly NamedPolicy[])[];
  /** Of the resource's organization, likewise. What AWS attaches to every level (`RCPFullAWSAccess`) need not be listed. */
  readonly rcp?: readonly (readonly NamedPolicy[])[];
}

/** A grant on a KMS key. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
export interface Grant {
  /** How to call it, such as its Terraform address. */
  readonly name: string;
  /** ARN of a user, role, session, root user or federated user; a service's name for grants that AWS makes. */
  readonly grantee: string;
  readonly retiring?: string;
  /** Such as `Decrypt`. */
  readonly operations: readonly string[];
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
}

/** Settings of a bucket that have a say beside its policy. */
export interface BucketRules {
  /** How to call what sets them. @default "bucket settings" */
  readonly name?: string;
  /** `restrict_public_buckets` of the public access block. @default false */
  readonly restrictPublicBuckets?: boolean;
  /** `blocked_encryption_types`, such as `SSE-C`. @default none */
  readonly blockedEncryptionTypes?: readonly string[];
}

export interface Question {
  readonly principal: Principal;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /** ARN, or `*` for an action that takes no resource. */
  readonly resource: string;
  /**
   * Account that owns the resource.
   *
   * @default - the account of its ARN; the principal's, where the resource is `*`. Needed for buckets and objects, whose ARNs have none
   */
  readonly resourceAccount?: string;
  /** What is said here wins over what follows from principal and resource, such as `aws:PrincipalArn`. */
  readonly context?: RequestContext;
  /**
   * Keys that the context does not name: `unknown` until somebody says, or `absent` from the request. Keys that AWS does not send with the action are absent either way.
   *
   * @default "unknown"
   */
  readonly otherKeys?: "unknown" | "absent";
  readonly policies: Policies;
  /** Grants on the key. @default none */
  readonly grants?: readonly Grant[];
  /** @default - a bucket without either setting */
  readonly bucket?: BucketRules;
}
