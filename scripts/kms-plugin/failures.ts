/**
 * What a failure means, from one table: the gRPC code for the caller, the reference's class for metrics, and whether the key or
 * KMS is to blame, which is what health is about. By error name; by message text only where KMS gives two meanings to one name.
 */
import { status } from "@grpc/grpc-js";

/**
 * The classes of aws-encryption-provider.
 * - `user-induced`: somebody disabled, deleted or locked the key: a restart cannot help.
 * - `throttled`: too many requests.
 * - `corruption`: the ciphertext is to blame, not the key.
 * - `other`: anything else, network and permissions included.
 */
export type FailureClass = "user-induced" | "throttled" | "corruption" | "other";

export interface Failure {
  readonly code: status;
  readonly class: FailureClass;
  /** The name that AWS's documentation knows. */
  readonly name: string;
  /** A sentence without ARN, principal or data: safe to show to anybody. */
  readonly says: string;
  /** Whether another region's replica of the key might still answer. */
  readonly unreachable: boolean;
}

/** A request that is refused before KMS is asked. It says nothing about the health of the key. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
  }
}

interface Row {
  readonly code: status;
  readonly class: FailureClass;
  readonly says: string;
  readonly unreachable?: boolean;
}

const STATE: Row = {
  code: status.FAILED_PRECONDITION,
  class: "user-induced",
  says: "the key is disabled, pending deletion or otherwise not usable",
};
const NO_KEY: Row = {
  code: status.FAILED_PRECONDITION,
  class: "user-induced",
  says: "the key does not exist, or not in this region",
};
const DENIED: Row = {
  code: status.PERMISSION_DENIED,
  class: "other",
  says: "AWS denied the request; check the role's policy and the key policy",
};
const THROTTLED: Row = {
  code: status.RESOURCE_EXHAUSTED,
  class: "throttled",
  says: "KMS throttles requests",
};
const CORRUPT: Row = {
  code: status.INVALID_ARGUMENT,
  class: "corruption",
  says: "the ciphertext was not made by this key in this encryption context, or was damaged",
};
const CREDENTIALS: Row = {
  code: status.UNAVAILABLE,
  class: "other",
  says: "the AWS credentials are missing, expired or not accepted",
};
const UNREACHABLE: Row = {
  code: status.UNAVAILABLE,
  class: "other",
  says: "KMS cannot be reached or fails",
  unreachable: true,
};
const LATE: Row = {
  code: status.DEADLINE_EXCEEDED,
  class: "other",
  says: "KMS did not answer in time",
  unreachable: true,
};
const BAD_REPLY: Row = {
  code: status.UNAVAILABLE,
  class: "other",
  says: "KMS answered something that it never answers; nothing of it was used",
};
const CANCELLED: Row = {
  code: status.CANCELLED,
  class: "user-induced",
  says: "the caller gave up",
};

/**
 * Sources: errors of Encrypt and Decrypt in the KMS API Reference; the throttling and credential names of the SDK's
 * service-error-classification.
 */
const BY_NAME: Readonly<Record<string, Row>> = {
  DisabledException: STATE,
  KMSInvalidStateException: STATE,
  KeyUnavailableException: { ...STATE, code: status.UNAVAILABLE, says: "the key is not available now" },
  InvalidArnException: NO_KEY,
  NotFoundException: NO_KEY,
  InvalidGrantIdException: { ...STATE, says: "the grant is not valid" },
  InvalidGrantTokenException: { ...STATE, says: "the grant token is not valid" },
  InvalidKeyUsageException: { ...STATE, class: "other", says: "the key is no symmetric encryption key" },
  AccessDenied: DENIED,
  AccessDeniedException: DENIED,
  InvalidCiphertextException: CORRUPT,
  IncorrectKeyException: CORRUPT,
  BadReplyError: BAD_REPLY,
  BandwidthLimitExceeded: THROTTLED,
  LimitExceededException: THROTTLED,
  ProvisionedThroughputExceededException: THROTTLED,
  RequestLimitExceeded: THROTTLED,
  RequestThrottled: THROTTLED,
  RequestThrottledException: THROTTLED,
  SlowDown: THROTTLED,
  Throttling: THROTTLED,
  ThrottledException: THROTTLED,
  ThrottlingException: THROTTLED,
  TooManyRequestsException: THROTTLED,
  CredentialsProviderError: CREDENTIALS,
  ExpiredToken: CREDENTIALS,
  ExpiredTokenException: CREDENTIALS,
  InvalidClientTokenId: CREDENTIALS,
  InvalidSignatureException: CREDENTIALS,
  MissingAuthenticationTokenException: CREDENTIALS,
  SignatureDoesNotMatch: CREDENTIALS,
  TokenProviderError: CREDENTIALS,
  UnrecognizedClientException: CREDENTIALS,
  RequestTimeTooSkewed: { ...CREDENTIALS, says: "the clock of this host is wrong" },
  KMSInternalException: UNREACHABLE,
  DependencyTimeoutException: UNREACHABLE,
  InternalError: UNREACHABLE,
  InternalFailure: UNREACHABLE,
  ServiceUnavailable: UNREACHABLE,
  ServiceUnavailableException: UNREACHABLE,
  NetworkingError: UNREACHABLE,
  TimeoutError: LATE,
  RequestTimeout: LATE,
  AbortError: LATE,
  CancelledError: CANCELLED,
  ProxyError: { ...UNREACHABLE, says: "the proxy does not let requests through" },
  ProxyAuthenticationError: { ...UNREACHABLE, says: "the proxy wants another name and password" },
};

/** Names with a second meaning, told by the message: the texts that aws-encryption-provider learnt from its users. */
const BY_TEXT: readonly (readonly [name: string, text: RegExp, row: Row])[] = [
  ["AccessDeniedException", /does not exist/i, NO_KEY],
  [
    "AccessDeniedException",
    /explicit deny in a resource control policy/i,
    { ...DENIED, class: "user-induced" },
  ],
  ["KMSInternalException", /external key store proxy/i, { ...STATE, says: "the external key store fails" }],
];

const NETWORK_CODE = /^(ECONN|EHOST|ENET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_)/;

export function failureOf(error: unknown): Failure {
  if (error instanceof RefusedError)
    return {
      code: error.code,
      class: "corruption",
      name: error.name,
      says: error.message,
      unreachable: false,
    };
  const { name, message, code, errors, $metadata } = error as Partial<AggregateError> & {
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const known = String(name);
  const row =
    BY_TEXT.find(([of, text]) => of === known && text.test(String(message)))?.[2] ??
    (Object.hasOwn(BY_NAME, known) ? BY_NAME[known] : undefined);
  if (row !== undefined) return { unreachable: false, ...row, name: known };
  if (typeof code === "string" && NETWORK_CODE.test(code))
    return { unreachable: true, ...UNREACHABLE, name: code };
  if (Array.isArray(errors) && errors.length > 0) return failureOf(errors[0]); // one for each address that was tried
  if (($metadata?.httpStatusCode ?? 0) >= 500) return { unreachable: true, ...UNREACHABLE, name: known };
  return {
    code: status.INTERNAL,
    class: "other",
    name: known,
    says: "an unexpected failure",
    unreachable: false,
  };
}
