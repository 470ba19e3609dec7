/** A new data key for what OpenTofu writes, and the one that opens what it has read. */
import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";
import type { EncryptionContext } from "../ports";
import { encodeMetadata, type StateKeyMetadata } from "./metadata";
import type { StateKeys } from "./ports";

/** Keys that may be used, and in which regions. */
export interface KeyPlan {
  /** ARNs; the first one encrypts, all may open. */
  readonly keys: readonly [string, ...string[]];
  /** Regions of the keys' replicas, in the order in which they are asked. */
  readonly fallbackRegions: readonly string[];
  readonly context: EncryptionContext;
}

/** What was done, without any secret but the keys themselves. */
export interface Provided {
  readonly encryptionKey: Buffer;
  readonly decryptionKey: Buffer | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** ARN of the key, in the region that answered. */
  readonly keyArn: string;
  /** What went wrong before another region answered. */
  readonly warnings: readonly string[];
}

const MULTI_REGION = /^key\/mrk-/;

/**
 * Both calls go on at the same time: OpenTofu waits for a minute, and no longer.
 * @param old metadata of what has to be opened
 * @throws OperatorError `key` where the metadata names a key that is not among the given ones, `context` where it was made with other names in its context
 */
export async function provide(
  { keys, fallbackRegions, context }: KeyPlan,
  old: StateKeyMetadata | undefined,
  kms: StateKeys,
): Promise<Provided> {
  const [first] = keys;
  const opener = old === undefined ? undefined : openerOf(old, keys, context);
  const warnings = new Set<string>();
  const ask = <T>(key: string, call: (keyArn: string) => Promise<T>) =>
    inRegions(placesOf(key, fallbackRegions), call, (warning) => warnings.add(warning));
  const outcomes = await Promise.allSettled([
    ask(first, async (keyArn) => ({ keyArn, ...(await kms.generate(keyArn, context)) })),
    old === undefined || opener === undefined
      ? undefined
      : ask(opener, (keyArn) => kms.decrypt(keyArn, old.wrappedKey, context)),
  ]);
  const [made, opened] = outcomes;
  if (made.status === "rejected" || opened.status === "rejected") {
    if (made.status === "fulfilled") made.value.plaintext.fill(0);
    if (opened.status === "fulfilled") opened.value?.fill(0);
    throw made.status === "rejected" ? made.reason : (opened as PromiseRejectedResult).reason;
  }
  const { keyArn, plaintext, blob } = made.value;
  return {
    encryptionKey: plaintext,
    decryptionKey: opened.value,
    metadata: encodeMetadata({ key: keyArn, contextKeys: Object.keys(context), wrappedKey: blob }),
    keyArn,
    warnings: [...warnings],
  };
}

/** The given key that the metadata is about. A replica of a multi-Region key is the same key: it has the same id. */
function openerOf(
  { key, contextKeys }: StateKeyMetadata,
  keys: readonly string[],
  context: EncryptionContext,
): string {
  const opener = keys.find((own) => own === key || isReplica(own, key));
  if (opener === undefined)
    throw new OperatorError("key", `the state was encrypted with ${key}, which is not among the given keys`, {
      details: keys.map((each) => `given: ${each}`),
      hint: "give the key with one more --key, if it is yours: the first one encrypts, all of them open",
    });
  const expected = Object.keys(context).sort();
  if (JSON.stringify([...contextKeys].sort()) !== JSON.stringify(expected))
    throw new OperatorError(
      "context",
      `the state's data key was made with the context keys ${list(contextKeys)}, given are ${list(expected)}`,
      { hint: "give the same --context names as when the state was written" },
    );
  return opener;
}

function isReplica(one: string, other: string): boolean {
  const [a, b] = [parseArn(one), parseArn(other)];
  return (
    a !== undefined &&
    b !== undefined &&
    MULTI_REGION.test(a.resource) &&
    a.resource === b.resource &&
    a.account === b.account &&
    a.partition === b.partition
  );
}

/** The same key in its own region, and then in the others. A key of a single region has one place. */
function placesOf(key: string, fallbackRegions: readonly string[]): readonly string[] {
  const arn = parseArn(key);
  if (arn === undefined || !MULTI_REGION.test(arn.resource)) return [key];
  const regions = [...new Set([arn.region, ...fallbackRegions])];
  return regions.map((region) => key.replace(`:${arn.region}:`, `:${region}:`));
}

/** Only silence makes the next region's turn: who is refused in one is not asked to try his luck in the next. */
async function inRegions<T>(
  places: readonly string[],
  call: (keyArn: string) => Promise<T>,
  warn: (warning: string) => void,
): Promise<T> {
  const failed: OperatorError[] = [];
  for (const keyArn of places) {
    try {
      return await call(keyArn);
    } catch (error) {
      if (!(error instanceof OperatorError) || error.exit !== "unavailable") throw error;
      failed.push(error);
      if (failed.length < places.length) warn(`${error.summary}; the next region is asked`);
    }
  }
  const [only] = failed;
  if (failed.length === 1 && only !== undefined) throw only;
  throw new OperatorError("unavailable", "KMS does not answer in any region of the key", {
    details: failed.map(({ summary }) => summary),
    hint: "try again; check the network, the regions and AWS_ENDPOINT_URL",
  });
}

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ") || "none";
