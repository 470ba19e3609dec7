/** AWS SDK failures, told to the operator. Classified by error name and status, never by message text. */
import { type ExitName, OperatorError } from "../errors";

/** What was being done, for the sentence: `cannot <action>: …`. */
export interface Attempt {
  /** Such as `decrypt the data key` or `write s3://bucket/key`. */
  readonly action: string;
}

interface Class {
  readonly exit: Exclude<ExitName, "ok" | "bug">;
  readonly says: string;
  readonly hint: string;
}

const DENIED: Class = {
  exit: "accessDenied",
  says: "AWS denied the request",
  hint: "check the role's policy, the key policy and the bucket policy; new permissions take minutes to arrive (backup: --wait-for-policy)",
};
const CREDENTIALS: Class = {
  exit: "credentials",
  says: "the AWS credentials are missing, expired or not accepted",
  hint: "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached",
};
const UNAVAILABLE: Class = {
  exit: "unavailable",
  says: "the service did not answer",
  hint: "try again; check the network, the region and AWS_ENDPOINT_URL",
};
const THROTTLED: Class = {
  ...UNAVAILABLE,
  says: "the service throttles requests",
  hint: "try again in a minute",
};
const NO_KEY: Class = {
  exit: "key",
  says: "the KMS key or alias does not exist",
  hint: "check the account and region of the key; aliases are regional",
};
const KEY_DISABLED: Class = {
  exit: "key",
  says: "the KMS key is disabled",
  hint: "an administrator can enable it with `aws kms enable-key`",
};
const KEY_STATE: Class = {
  exit: "key",
  says: "the KMS key is not in a usable state (pending deletion, pending import, or its store is offline)",
  hint: "look at its state with `aws kms describe-key`; `aws kms cancel-key-deletion` stops a deletion",
};
const IMPORT_TOKEN: Class = {
  exit: "unavailable",
  says: "KMS did not accept its own import token",
  hint: "try again: every try gets a new one",
};
const NO_BUCKET: Class = {
  exit: "notFound",
  says: "the bucket does not exist",
  hint: "check --bucket or --outputs, and the region",
};
const OTHER_REGION: Class = {
  ...NO_BUCKET,
  says: "the bucket is in another region",
  hint: "set --region to the bucket's region",
};
const NO_OBJECT: Class = { exit: "notFound", says: "no such object", hint: "see `sealstack list`" };
const CONFLICT: Class = {
  exit: "conflict",
  says: "an object of that name exists already; nothing was overwritten",
  hint: "see `sealstack list`",
};

/**
 * By error name. Sources: the error sections of the KMS API Reference (Decrypt, GenerateDataKey, DescribeKey) and
 * "Error responses" of the S3 API Reference. S3 passes KMS failures on with a `KMS.` prefix.
 */
const BY_NAME: Readonly<Record<string, Class>> = {
  AccessDenied: DENIED,
  AccessDeniedException: DENIED,
  AllAccessDisabled: DENIED,
  CredentialsProviderError: CREDENTIALS,
  ExpiredToken: CREDENTIALS,
  ExpiredTokenException: CREDENTIALS,
  InvalidAccessKeyId: CREDENTIALS,
  InvalidClientTokenId: CREDENTIALS,
  InvalidSignatureException: CREDENTIALS,
  InvalidToken: CREDENTIALS,
  SignatureDoesNotMatch: CREDENTIALS,
  TokenRefreshRequired: CREDENTIALS,
  UnrecognizedClientException: CREDENTIALS,
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
    says: "the KMS key is not an encryption key",
    hint: "use a symmetric key with usage ENCRYPT_DECRYPT",
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
    says: "KMS does not recognise the data key in the message: its header was changed, or it was made in another account",
    hint: "fetch the file again, and compare its SHA-256 with the manifest's",
  },
  KMSInternalException: UNAVAILABLE,
  DependencyTimeoutException: UNAVAILABLE,
  InternalError: UNAVAILABLE,
  ServiceUnavailable: UNAVAILABLE,
  TimeoutError: UNAVAILABLE,
  RequestTimeout: UNAVAILABLE,
  NetworkingError: UNAVAILABLE,
  BadDigest: { ...UNAVAILABLE, says: "the bytes were damaged on the way" },
  XAmzContentChecksumMismatch: { ...UNAVAILABLE, says: "the bytes were damaged on the way" },
  SlowDown: THROTTLED,
  ThrottlingException: THROTTLED,
  TooManyRequestsException: THROTTLED,
  LimitExceededException: THROTTLED,
  NoSuchBucket: NO_BUCKET,
  NoSuchKey: NO_OBJECT,
  NoSuchVersion: NO_OBJECT,
  NotFound: NO_OBJECT,
  PermanentRedirect: OTHER_REGION,
  AuthorizationHeaderMalformed: OTHER_REGION,
  PreconditionFailed: CONFLICT,
  NoSuchUpload: { ...CONFLICT, says: "the upload is gone: it was completed by an earlier try, or removed" },
  ConditionalRequestConflict: { ...CONFLICT, says: "another upload of that name is going on" },
};

/** Node's codes of connections that failed. */
const NETWORK_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

function classOf(error: unknown): Class | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { name, code, errors, $metadata } = error as Partial<AggregateError> & {
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  const known = BY_NAME[String(name).replace(/^KMS\./, "")];
  if (known !== undefined) return known;
  if (typeof code === "string" && NETWORK_CODES.has(code)) return UNAVAILABLE;
  if (Array.isArray(errors)) return classOf(errors[0]); // one failure for each address that was tried
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 403) return DENIED;
  if (status === 404) return NO_OBJECT;
  if (status === 412) return CONFLICT;
  return status >= 500 ? UNAVAILABLE : undefined;
}

/** The operator's error for an SDK failure. Errors of neither the SDK nor the network come back as they are: bugs. */
export function toOperatorError(error: unknown, { action }: Attempt): unknown {
  if (error instanceof OperatorError) return error;
  const found = classOf(error);
  if (found === undefined) return error;
  return new OperatorError(found.exit, `cannot ${action}: ${found.says} (${nameOf(error)})`, {
    hint: found.hint,
    cause: error,
  });
}

/** The name that documentation and search engines know: the SDK's error name, or the system's code. */
function nameOf(error: unknown): string {
  const { name, code } = error as Error & { code?: unknown };
  return typeof code === "string" ? code : name;
}
