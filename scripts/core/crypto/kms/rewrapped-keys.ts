/**
 * Data keys that stand under newer keys in sidecars. A sidecar is nobody's word: what KMS decrypts in the message's own context must be the
 * data key that the message's header commits to, so that a forged one can fail and do nothing else.
 */
import { timingSafeEqual } from "node:crypto";
import { OperatorError } from "../../../errors";
import type { RewrappedKey, RewrappedKeys } from "../../ports";
import type { OpeningKeys } from "../message/data-keys";
import { commitmentOf } from "../message/derive-key";
import type { ParsedHeader } from "../message/message-header";
import { identityOf } from "../message/message-identity";
import { KMS_PROVIDER_ID } from "../message/providers";
import type { KmsCalls } from "./kms-calls";
import { usableKeys } from "./usable-keys";

/** How the message's own data keys can fail so that another way is worth a look. A damaged message has no other. */
const WORTH_A_LOOK: readonly string[] = ["key", "accessDenied", "unavailable"];

const isWorthALook = (failure: unknown): failure is OperatorError =>
  failure instanceof OperatorError && WORTH_A_LOOK.includes(failure.exit);

/** @param own the message's own keys, which are asked first. @param keys ARNs of the keys that may open. */
export function orRewrapped(
  own: OpeningKeys,
  keys: readonly string[],
  rewrapped: RewrappedKeys,
  kms: KmsCalls,
): OpeningKeys {
  return {
    admit: own.admit,
    decrypt: async (header) => {
      if (rewrapped.only) return decryptRewrapped(header, keys, { rewrapped }, kms);
      return own.decrypt(header).catch((failure: unknown) => {
        if (!isWorthALook(failure)) throw failure;
        return decryptRewrapped(header, keys, { rewrapped, failure }, kms);
      });
    },
  };
}

/**
 * @param failure what the message's own data keys failed with; absent where they were not asked.
 * @param keys ARNs of the keys that may open; never is another one tried.
 * @throws OperatorError `failure`, with what is wrong with each sidecar, when none opens.
 */
async function decryptRewrapped(
  header: ParsedHeader,
  keys: readonly string[],
  { rewrapped, failure }: { readonly rewrapped: RewrappedKeys; readonly failure?: OperatorError },
  kms: KmsCalls,
): Promise<Buffer> {
  const identity = identityOf(header);
  const { found, problems } =
    identity === undefined ? { found: [], problems: [] } : await rewrapped.find(identity);
  const failures: string[] = [...problems];
  const candidates = found.map((each) => ({
    ...each,
    providerId: KMS_PROVIDER_ID,
    providerInfo: each.keyArn,
  }));
  for (const { key, encrypted } of usableKeys(candidates, keys)) {
    try {
      const dataKey = await kms.decrypt(key, encrypted.blob, header.encryptionContext, header.suite.keyBytes);
      if (commits(header, dataKey)) {
        rewrapped.opened(key, [...said(failure), ...failures, `opened with ${key}, by ${encrypted.from}`]);
        return dataKey;
      }
      dataKey.fill(0);
      failures.push(`${encrypted.from} is not used: it holds the data key of another message`);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      failures.push(`${encrypted.from} is not used: ${error.summary}`);
    }
  }
  throw noneOpens(failure, found, keys, failures);
}

function commits(header: ParsedHeader, dataKey: Buffer): boolean {
  const { suite, messageId, commitment } = header;
  return timingSafeEqual(commitmentOf(suite, dataKey, messageId), commitment);
}

const said = (failure: OperatorError | undefined): readonly string[] =>
  failure === undefined ? [] : [`its own keys do not open it: ${failure.summary}`];

function noneOpens(
  failure: OperatorError | undefined,
  found: readonly RewrappedKey[],
  keys: readonly string[],
  details: readonly string[],
): OperatorError {
  const others = [...new Set(found.map(({ keyArn }) => keyArn))].filter(
    (arn) => usableKeys([{ providerId: KMS_PROVIDER_ID, providerInfo: arn }], keys).length === 0,
  );
  const more = others.map((arn) => `a newer key opens it, which was not given: ${arn}`);
  const hint = others.length === 0 ? failure?.hint : "give that key's ARN with --key if you trust it";
  const { exit = "key", summary = "no sidecar of the backup opens it" } = failure ?? {};
  return new OperatorError(exit, summary, {
    hint: hint ?? "make one with `sealstack rewrap`, or leave out --rewrapped",
    details: [...details, ...more],
    cause: failure,
  });
}
