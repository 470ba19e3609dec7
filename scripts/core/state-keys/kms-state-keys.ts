/** The port over KMS. Each call has its share of the time that OpenTofu waits. */
import { parseArn } from "../../../modules/arn";
import { withinDeadline } from "../../clients/http/limits";
import type { ClientSettings } from "../../clients/settings/settings";
import { OperatorError } from "../../errors";
import { type KmsCalls, kmsCalls } from "../crypto/kms/kms-calls";
import { DATA_KEY_BYTES, type StateKeys } from "./ports";

/** One connection that is silent, and another try. */
const MAX_ATTEMPTS = 2;

/** @param deadlineMs of one call, credentials and a second try included */
export function kmsStateKeys(settings: ClientSettings, deadlineMs: number): StateKeys {
  const within = async <T>(keyArn: string, call: (kms: KmsCalls) => Promise<T>): Promise<T> => {
    const late = AbortSignal.timeout(deadlineMs);
    const signal = settings.signal === undefined ? late : AbortSignal.any([settings.signal, late]);
    const kms = kmsCalls(
      { ...settings, signal },
      { limits: withinDeadline(deadlineMs), maxAttempts: MAX_ATTEMPTS },
    );
    try {
      return await call(kms);
    } catch (error) {
      if (!late.aborted || settings.signal?.aborted === true) throw error;
      throw new OperatorError(
        "unavailable",
        `KMS in ${parseArn(keyArn)?.region} did not answer within ${deadlineMs / 1000} s`,
        { hint: "try again; check the network, the region and AWS_ENDPOINT_URL", cause: error },
      );
    }
  };
  return {
    generate: (keyArn, context) =>
      within(keyArn, (kms) => kms.generateDataKey(keyArn, context, DATA_KEY_BYTES)),
    decrypt: (keyArn, blob, context) =>
      within(keyArn, (kms) => kms.decrypt(keyArn, blob, context, DATA_KEY_BYTES)),
  };
}
