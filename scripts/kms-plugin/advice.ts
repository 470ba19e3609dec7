/** What an operator can do about a key that does not work, for the log. */
import { status } from "@grpc/grpc-js";
import type { Failure } from "./failures";

const BY_NAME: Readonly<Record<string, string>> = {
  BadReplyError: "check --kms-endpoint, and what stands between it and this node: KMS does not answer so",
  CredentialsProviderError:
    "no credentials were found: attach a role to the instance, or set AWS_PROFILE or the AWS_* variables; in a pod without hostNetwork the instance's metadata hop limit must be 2",
  ProxyError: "let the proxy of HTTPS_PROXY pass CONNECT to KMS, or name KMS in NO_PROXY",
  ProxyAuthenticationError: "put the name and password for the proxy into HTTPS_PROXY",
  TokenProviderError: "the web identity token cannot be read: check AWS_WEB_IDENTITY_TOKEN_FILE",
  DisabledException: "enable the key: aws kms enable-key",
  KMSInvalidStateException:
    "look at the key's state: aws kms describe-key; cancel a deletion: aws kms cancel-key-deletion",
  NotFoundException: "check the key's account and region; aliases are regional",
  InvalidKeyUsageException: "use a symmetric key with usage ENCRYPT_DECRYPT",
  RequestTimeTooSkewed: "synchronise the clock (NTP)",
};

export function adviceFor(failure: Failure): string | undefined {
  const known = Object.hasOwn(BY_NAME, failure.name) ? BY_NAME[failure.name] : undefined;
  if (known !== undefined) return known;
  if (failure.code === status.PERMISSION_DENIED)
    return "allow kms:Encrypt and kms:Decrypt for this role, in the key policy too, in the configured encryption context";
  if (failure.class === "throttled") return "ask for a higher KMS request quota, or set --qps-limit";
  if (failure.unreachable)
    return "check the network, --region and --kms-endpoint; a VPC endpoint needs its security group open";
  if (failure.name.includes("Token") || failure.name.includes("Signature"))
    return "the credentials are expired or wrong: look at what the process was started with";
  return undefined;
}
