/** Where credentials come from, and when they end: nothing of the credentials themselves. */
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsCredentialIdentity } from "@smithy/types";
import { toOperatorError } from "./failures/sdk-errors";
import { KMS_LIMITS } from "./http/limits";
import { clientConfig } from "./services/client-config";
import type { ClientSettings } from "./settings/settings";

/** Words for the features that the SDK notes in `$source`, the outermost first: a role is assumed with what another source gave. */
const SOURCES: readonly (readonly [feature: string, words: string])[] = [
  ["CREDENTIALS_STS_ASSUME_ROLE_WEB_ID", "a role, with a web identity token"],
  ["CREDENTIALS_STS_ASSUME_ROLE", "a role of the profile"],
  ["CREDENTIALS_ENV_VARS", "variables of the environment"],
  ["CREDENTIALS_PROFILE_SSO", "SSO of the profile"],
  ["CREDENTIALS_PROFILE_SSO_LEGACY", "SSO of the profile"],
  ["CREDENTIALS_SSO", "SSO"],
  ["CREDENTIALS_SSO_LEGACY", "SSO"],
  ["CREDENTIALS_LOGIN", "`aws login`"],
  ["CREDENTIALS_PROFILE_PROCESS", "credential_process of the profile"],
  ["CREDENTIALS_PROCESS", "credential_process"],
  ["CREDENTIALS_HTTP", "the credentials endpoint of the container"],
  ["CREDENTIALS_PROFILE", "keys in the profile"],
];

/** The only source that the SDK gives no name. */
export const INSTANCE_METADATA = "the metadata service of the instance";

export interface CredentialsSource {
  readonly source: string;
  /** `undefined` where they do not end, or where what gave them does not say. */
  readonly expires: Date | undefined;
}

/** @throws OperatorError `credentials` where there are none. */
export async function credentialsSource(settings: ClientSettings): Promise<CredentialsSource> {
  const client = new STSClient(clientConfig(settings, KMS_LIMITS, 1));
  try {
    const identity: AwsCredentialIdentity & { readonly $source?: object } = await client.config.credentials();
    const { expiration, $source = {} } = identity;
    const [, source = INSTANCE_METADATA] = SOURCES.find(([feature]) => feature in $source) ?? [];
    return { source, expires: expiration };
  } catch (error) {
    throw toOperatorError(error, { action: "find credentials" });
  } finally {
    client.destroy();
  }
}
