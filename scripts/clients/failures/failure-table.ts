/** AWS's failures by name: what each means, how the program ends, and what to do. */
import type { ExitName } from "../../errors";

/** What a failure means to an operator. */
export interface FailureClass {
  readonly exit: Exclude<ExitName, "ok" | "bug">;
  readonly says: string;
  readonly hint: string;
}

export const DENIED: FailureClass = {
  exit: "accessDenied",
  says: "AWS denied the request",
  hint: "check the role's policy, the key policy and the bucket policy; new permissions take minutes to arrive (backup: --wait-for-policy)",
};
const CREDENTIALS: FailureClass = {
  exit: "credentials",
  says: "the AWS credentials are missing, expired or not accepted",
  hint: "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached",
};
const ACCOUNT: FailureClass = {
  ...CREDENTIALS,
  says: "AWS does not let this account use the service",
  hint: "look at the account's state and at its regions, with its owner",
};
export const UNAVAILABLE: FailureClass = {
  exit: "unavailable",
  says: "the service did not answer",
  hint: "try again; check the network, the region and AWS_ENDPOINT_URL",
};
const FAILING: FailureClass = { ...UNAVAILABLE, says: "the service fails" };
const THROTTLED: FailureClass = {
  ...UNAVAILABLE,
  says: "the service throttles requests",
  hint: "try again in a minute",
};
const DAMAGED: FailureClass = { ...UNAVAILABLE, says: "the bytes were damaged on the way" };
const NO_KEY: FailureClass = {
  exit: "key",
  says: "the KMS key or alias does not exist",
  hint: "check the account and region of the key; aliases are regional",
};
const KEY_DISABLED: FailureClass = {
  exit: "key",
  says: "the KMS key is disabled",
  hint: "an administrator can enable it with `aws kms enable-key`",
};
const KEY_STATE: FailureClass = {
  exit: "key",
  says: "the KMS key is not in a usable state (pending deletion, pending import, or its store is offline)",
  hint: "look at its state with `aws kms describe-key`; `aws kms cancel-key-deletion` stops a deletion",
};
const IMPORT_TOKEN: FailureClass = {
  exit: "unavailable",
  says: "KMS did not accept its own import token",
  hint: "try again: every try gets a new one",
};
const NO_BUCKET: FailureClass = {
  exit: "notFound",
  says: "the bucket does not exist",
  hint: "check --bucket or --outputs, and the region",
};
export const OTHER_REGION: FailureClass = {
  ...NO_BUCKET,
  says: "the bucket is in another region",
  hint: "set --region to the bucket's region",
};
const NO_OBJECT: FailureClass = { exit: "notFound", says: "no such object", hint: "see `sealstack list`" };
export const CONFLICT: FailureClass = {
  exit: "conflict",
  says: "an object of that name exists already; nothing was overwritten",
  hint: "see `sealstack list`",
};
const NO_SNAPSHOT: FailureClass = {
  exit: "notFound",
  says: "there is no such snapshot or image, or it is not shared with this account",
  hint: "check the id, the region, and the account of the credentials",
};
const TAKEN: FailureClass = {
  exit: "conflict",
  says: "a snapshot or image of that name exists already; nothing was overwritten",
  hint: "choose another name with --name, or delete what has this one",
};
const ARCHIVED: FailureClass = {
  exit: "refused",
  says: "it is in an archive of S3 (Glacier), and has to be brought back before it can be read",
  hint: "run `sealstack restore --rehydrate`, and again until it is there: that takes minutes to two days",
};

/**
 * By error name. Sources: the error sections of the KMS API Reference (Decrypt, GenerateDataKey, DescribeKey), "Error codes for the Amazon EC2 API", the RDS API Reference, "Error responses" of the S3
 * API Reference, and the throttling and time-out names of the SDK's `service-error-classification`. S3 passes KMS failures on with a `KMS.`
 * prefix. A name that is not here is told with the server's own words.
 */
export const BY_NAME: Readonly<Record<string, FailureClass>> = {
  AccessDenied: DENIED,
  AccessDeniedException: DENIED,
  AllAccessDisabled: DENIED,
  AccountProblem: ACCOUNT,
  UnauthorizedOperation: DENIED,
  NotSignedUp: ACCOUNT,
  OptInRequired: ACCOUNT,
  AuthFailure: CREDENTIALS,
  CredentialsProviderError: CREDENTIALS,
  ERR_INVALID_CHAR: { ...CREDENTIALS, says: "the AWS credentials hold a character that they cannot have" },
  ExpiredToken: CREDENTIALS,
  ExpiredTokenException: CREDENTIALS,
  InvalidAccessKeyId: CREDENTIALS,
  InvalidClientTokenId: CREDENTIALS,
  InvalidSecurity: CREDENTIALS,
  InvalidSignatureException: CREDENTIALS,
  InvalidToken: CREDENTIALS,
  MissingAuthenticationToken: CREDENTIALS,
  MissingAuthenticationTokenException: CREDENTIALS,
  SignatureDoesNotMatch: CREDENTIALS,
  ProxyAuthenticationError: {
    ...CREDENTIALS,
    says: "the proxy wants another name and password",
    hint: "put the name and password for the proxy into HTTPS_PROXY",
  },
  TokenProviderError: { ...CREDENTIALS, hint: "sign in again, such as with `aws sso login`" },
  TokenRefreshRequired: CREDENTIALS,
  UnrecognizedClientException: CREDENTIALS,
  RequestExpired: {
    ...CREDENTIALS,
    says: "the clock of this host is wrong",
    hint: "synchronise the clock (NTP)",
  },
  RequestTimeTooSkewed: {
    ...CREDENTIALS,
    says: "the clock of this host is wrong",
    hint: "synchronise the clock (NTP)",
  },
  DisabledException: KEY_DISABLED,
  KMSInvalidStateException: KEY_STATE,
  KeyUnavailableException: KEY_STATE,
  NotFoundException: NO_KEY,
  InvalidArnException: NO_KEY,
  InvalidKeyUsageException: {
    exit: "key",
    says: "the KMS key does not encrypt, or not in that way",
    hint: "use a key with usage ENCRYPT_DECRYPT, symmetric unless the message was sealed with a public key",
  },
  IncorrectKeyException: {
    exit: "key",
    says: "the data key belongs to another KMS key",
    hint: "pass the key that the message names",
  },
  IncorrectKeyMaterialException: {
    exit: "key",
    says: "this is not the key material that KMS has bound the key to",
    hint: "import exactly what was imported first; other material takes a symmetric key and --new-material, or a new KMS key",
  },
  ExpiredImportTokenException: IMPORT_TOKEN,
  InvalidImportTokenException: IMPORT_TOKEN,
  UnsupportedOperationException: {
    exit: "key",
    says: "the KMS key, or KMS in this region, does not support that",
    hint: "look at the key's origin, spec and usage with `aws kms describe-key`",
  },
  InvalidCiphertextException: {
    exit: "notAuthentic",
    says: "KMS does not recognise the data key in the message: its header was changed, or it was made with another key",
    hint: "fetch the file again, and compare its SHA-256 with the manifest's",
  },
  KMSInternalException: FAILING,
  DependencyTimeoutException: UNAVAILABLE,
  InternalError: FAILING,
  InternalFailure: FAILING,
  ServiceUnavailable: FAILING,
  ServiceUnavailableException: FAILING,
  TimeoutError: UNAVAILABLE,
  RequestTimeout: UNAVAILABLE,
  RequestTimeoutException: UNAVAILABLE,
  NetworkingError: UNAVAILABLE,
  BadDigest: DAMAGED,
  IncompleteBody: DAMAGED,
  XAmzContentChecksumMismatch: DAMAGED,
  XAmzContentSHA256Mismatch: DAMAGED,
  BandwidthLimitExceeded: THROTTLED,
  LimitExceededException: THROTTLED,
  ProvisionedThroughputExceededException: THROTTLED,
  RequestLimitExceeded: THROTTLED,
  RequestThrottled: THROTTLED,
  RequestThrottledException: THROTTLED,
  SlowDown: THROTTLED,
  ThrottledException: THROTTLED,
  Throttling: THROTTLED,
  ThrottlingException: THROTTLED,
  TooManyRequestsException: THROTTLED,
  GlacierExpeditedRetrievalNotAvailable: {
    ...UNAVAILABLE,
    says: "S3 has no capacity for expedited retrievals now",
    hint: "try again later, or choose the Standard or Bulk tier",
  },
  InvalidObjectState: ARCHIVED,
  ProxyError: {
    ...UNAVAILABLE,
    says: "the proxy does not let the request through",
    hint: "let the proxy of HTTPS_PROXY pass CONNECT to AWS, or name the host in NO_PROXY",
  },
  NoSuchBucket: NO_BUCKET,
  NoSuchKey: NO_OBJECT,
  NoSuchVersion: NO_OBJECT,
  NotFound: NO_OBJECT,
  DBClusterSnapshotAlreadyExistsFault: TAKEN,
  DBSnapshotAlreadyExistsFault: TAKEN,
  "InvalidAMIName.Duplicate": TAKEN,
  DBClusterSnapshotNotFoundFault: NO_SNAPSHOT,
  DBSnapshotNotFoundFault: NO_SNAPSHOT,
  "InvalidAMIID.NotFound": NO_SNAPSHOT,
  "InvalidAMIID.Unavailable": NO_SNAPSHOT,
  "InvalidSnapshot.NotFound": NO_SNAPSHOT,
  KMSKeyNotAccessibleFault: {
    ...DENIED,
    exit: "key",
    says: "RDS cannot use the KMS key for this caller",
  },
  AuthorizationHeaderMalformed: OTHER_REGION,
  IllegalLocationConstraintException: OTHER_REGION,
  PermanentRedirect: OTHER_REGION,
  Redirect: OTHER_REGION,
  TemporaryRedirect: OTHER_REGION,
  PreconditionFailed: CONFLICT,
  NoSuchUpload: { ...CONFLICT, says: "the upload is gone: it was completed by an earlier try, or removed" },
  ConditionalRequestConflict: { ...CONFLICT, says: "another upload of that name is going on" },
};
