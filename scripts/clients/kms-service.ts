/** The calls of KMS that a server makes for others: with an abort signal each, and time-outs that leave room for a second try. */
import { withinDeadline } from "./http/limits";
import { type DirectKms, directKms } from "./kms-direct";
import { BadReplyError } from "./replies/bad-reply";
import { answeredAliases } from "./replies/kms-aliases";
import { answeredCiphertext, answeredKey, answeredMaterialId, answeredPlaintext } from "./replies/kms-reply";
import type { ClientSettings } from "./settings/settings";

export interface KmsServiceSettings extends ClientSettings {
  /** Milliseconds in which the plugin has to answer, a second try included. */
  readonly deadlineMs: number;
  /** ARN of the resource on whose behalf KMS is called: sent as `x-amz-source-arn` and, its account, `x-amz-source-account`. */
  readonly sourceArn?: string | undefined;
  /**
   * Whether a failed call is tried again: `0` never does. The SDK's own bucket holds 500 tokens, a try costs 5 to 10.
   * @default 500
   */
  readonly retryTokenCapacity?: number | undefined;
  /** Tries of one call, as far as its deadline allows. @default 3 */
  readonly maxAttempts?: number | undefined;
}

/** Failures have the names of the SDK's own errors. */
export interface KmsService {
  encrypt(request: EncryptRequest, signal: AbortSignal): Promise<Encrypted>;
  decrypt(request: DecryptRequest, signal: AbortSignal): Promise<Decrypted>;
  /** When the alias was last moved; `undefined` if it does not point at that key now. */
  aliasUpdated(keyArn: string, alias: string, signal: AbortSignal): Promise<Date | undefined>;
  close(): void;
}

export interface EncryptRequest {
  /** ARN, id or alias. */
  readonly key: string;
  readonly plaintext: Uint8Array;
  readonly context: Readonly<Record<string, string>>;
}

export interface Encrypted {
  readonly blob: Uint8Array;
  /** ARN of the key, also where an alias was given. */
  readonly keyArn: string;
}

export interface DecryptRequest {
  /** The only key that may open the blob. */
  readonly key: string;
  readonly blob: Uint8Array;
  readonly context: Readonly<Record<string, string>>;
}

export interface Decrypted {
  readonly plaintext: Uint8Array;
  readonly keyArn: string;
  /** The key material that opened the blob; automatic rotation makes a new one. Absent where the endpoint does not tell. */
  readonly materialId: string | undefined;
}

const MAX_ATTEMPTS = 3;

/** A key has 50 aliases at most, and a page holds as many. Source: KMS Developer Guide, "Resource quotas". */
const MAX_ALIAS_PAGES = 20;

/** Milliseconds for the first credentials, below the plugin's deadline: a metadata service that is too many hops away does not answer at all. */
const CREDENTIALS_MS = 2_000;

/** @returns a function that waits for the client to have had credentials once. Who is late then is KMS; before, they are. */
function firstCredentials(client: DirectKms): () => Promise<void> {
  let had = false;
  return async () => {
    if (had) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const name = "CredentialsProviderError"; // the SDK's own
      const error = Object.assign(new Error(`no credentials within ${CREDENTIALS_MS} ms`), { name });
      timer = setTimeout(reject, CREDENTIALS_MS, error);
    });
    await Promise.race([client.credentials(), late]).finally(() => clearTimeout(timer));
    had = true;
  };
}

export function kmsService(settings: KmsServiceSettings): KmsService {
  const maxAttempts = settings.retryTokenCapacity === 0 ? 1 : (settings.maxAttempts ?? MAX_ATTEMPTS);
  const { deadlineMs, sourceArn } = settings;
  const headers = sourceArn === undefined ? {} : sourceHeaders(sourceArn);
  const client = directKms(settings, { limits: withinDeadline(deadlineMs), maxAttempts, headers });
  const credentials = firstCredentials(client);
  return {
    encrypt: async ({ key, plaintext, context }, signal) => {
      await credentials();
      const input = { KeyId: key, Plaintext: plaintext, EncryptionContext: context };
      const answer = await client.send("Encrypt", input, signal);
      const keyArn = answeredKey(answer.KeyId, key, await client.region());
      return { keyArn, blob: answeredCiphertext(answer.CiphertextBlob, plaintext) };
    },
    decrypt: async ({ key, blob, context }, signal) => {
      await credentials();
      const input = { KeyId: key, CiphertextBlob: blob, EncryptionContext: context };
      const answer = await client.send("Decrypt", input, signal);
      return {
        keyArn: answeredKey(answer.KeyId, key, await client.region()),
        plaintext: answeredPlaintext(answer.Plaintext),
        materialId: answeredMaterialId(answer.KeyMaterialId),
      };
    },
    aliasUpdated: (keyArn, alias, signal) => aliasUpdated(client, keyArn, alias, signal),
    close: () => client.destroy(),
  };
}

async function aliasUpdated(
  client: DirectKms,
  KeyId: string,
  alias: string,
  signal: AbortSignal,
): Promise<Date | undefined> {
  let Marker: string | undefined;
  for (let pages = 0; pages < MAX_ALIAS_PAGES; pages++) {
    const page = await client.send("ListAliases", { KeyId, Marker }, signal);
    const { aliases, next } = answeredAliases(page, KeyId);
    const found = aliases.find(({ name, arn }) => name === alias || arn === alias);
    if (found !== undefined) return found.updated;
    if (next === undefined) return undefined;
    Marker = next;
  }
  throw new BadReplyError(`KMS answered with more than ${MAX_ALIAS_PAGES} pages of aliases of one key`);
}

/** Against the confused deputy: key policies can ask for `aws:SourceArn` and `aws:SourceAccount`. */
const sourceHeaders = (sourceArn: string): Readonly<Record<string, string>> => ({
  "x-amz-source-arn": sourceArn,
  "x-amz-source-account": sourceArn.split(":")[4] ?? "",
});
