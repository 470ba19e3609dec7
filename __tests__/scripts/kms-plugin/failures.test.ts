import { status } from "@grpc/grpc-js";
import { adviceFor } from "../../../scripts/kms-plugin/advice";
import { failureOf, RefusedError } from "../../../scripts/kms-plugin/failures";

const error = (name: string, message = "secret arn:aws:kms:::key/x", more = {}) =>
  Object.assign(new Error(message), { name }, more);

describe("failures", () => {
  it.each([
    ["DisabledException", "user-induced", status.FAILED_PRECONDITION],
    ["KMSInvalidStateException", "user-induced", status.FAILED_PRECONDITION],
    ["KeyUnavailableException", "user-induced", status.UNAVAILABLE],
    ["NotFoundException", "user-induced", status.FAILED_PRECONDITION],
    ["InvalidArnException", "user-induced", status.FAILED_PRECONDITION],
    ["InvalidGrantIdException", "user-induced", status.FAILED_PRECONDITION],
    ["InvalidGrantTokenException", "user-induced", status.FAILED_PRECONDITION],
    ["AccessDeniedException", "other", status.PERMISSION_DENIED],
    ["ThrottlingException", "throttled", status.RESOURCE_EXHAUSTED],
    ["LimitExceededException", "throttled", status.RESOURCE_EXHAUSTED],
    ["InvalidCiphertextException", "corruption", status.INVALID_ARGUMENT],
    ["IncorrectKeyException", "corruption", status.INVALID_ARGUMENT],
    ["KMSInternalException", "other", status.UNAVAILABLE],
    ["DependencyTimeoutException", "other", status.UNAVAILABLE],
    ["CredentialsProviderError", "other", status.UNAVAILABLE],
    ["ExpiredTokenException", "other", status.UNAVAILABLE],
    ["TimeoutError", "other", status.DEADLINE_EXCEEDED],
    ["CancelledError", "user-induced", status.CANCELLED],
    ["SomethingNew", "other", status.INTERNAL],
    ["constructor", "other", status.INTERNAL],
  ])("by name: %s is %s", (name, of, code) => {
    expect(failureOf(error(name))).toMatchObject({ name, class: of, code });
  });

  // The texts that the reference learnt, in the words of AWS.
  it.each([
    [
      "AccessDeniedException",
      "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
      "user-induced",
      status.FAILED_PRECONDITION,
    ],
    [
      "AccessDeniedException",
      "User x is not authorized to perform: kms:Decrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
      "user-induced",
      status.FAILED_PRECONDITION,
    ],
    [
      "AccessDeniedException",
      "User x is not authorized to perform kms:Encrypt with an explicit deny in a resource control policy",
      "user-induced",
      status.PERMISSION_DENIED,
    ],
    ["AccessDeniedException", "access denied for some other reason", "other", status.PERMISSION_DENIED],
    [
      "KMSInternalException",
      "AWS KMS rejected the request because the external key store proxy did not respond in time. Retry the request.",
      "user-induced",
      status.FAILED_PRECONDITION,
    ],
    [
      "KMSInternalException",
      "AWS KMS cannot communicate with the external key store proxy.",
      "user-induced",
      status.FAILED_PRECONDITION,
    ],
    ["KMSInternalException", "Some other internal error", "other", status.UNAVAILABLE],
  ])("by text where one name means two things: %s '%s'", (name, message, of, code) => {
    expect(failureOf(error(name, message))).toMatchObject({ class: of, code });
  });

  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ECONNRESET", "ETIMEDOUT"])(
    "of the network: %s",
    (code) => {
      const expected = { code: status.UNAVAILABLE, name: code, unreachable: true };
      expect(failureOf(error("Error", "x", { code }))).toMatchObject(expected);
      expect(
        failureOf(error("AggregateError", "x", { errors: [error("Error", "x", { code })] })),
      ).toMatchObject(expected);
    },
  );

  it("of a server that answers 5xx are failures to reach it", () => {
    expect(failureOf(error("Weird", "x", { $metadata: { httpStatusCode: 502 } }))).toMatchObject({
      code: status.UNAVAILABLE,
      unreachable: true,
    });
  });

  it("say nothing that AWS said", () => {
    for (const name of ["AccessDeniedException", "NotFoundException", "SomethingNew"])
      expect(failureOf(error(name)).says).not.toMatch(/arn:|secret/);
    expect(failureOf(new RefusedError(status.INVALID_ARGUMENT, "too long")).says).toBe("too long");
  });

  it.each([
    "CredentialsProviderError",
    "AccessDeniedException",
    "DisabledException",
    "ECONNREFUSED",
    "ThrottlingException",
  ])("come with advice for the operator: %s", (name) => {
    const code = name.startsWith("E") ? { code: name } : {};
    expect(adviceFor(failureOf(error(name, "x", code)))).toMatch(/\w{4}/);
  });
});
