/** The calls of KMS that a server makes for others: with an abort signal each, and time-outs that leave room for a second try. */
import { DecryptCommand, EncryptCommand, type KMSClient, ListAliasesCommand } from "@aws-sdk/client-kms";
import { BadReplyError } from "./bad-reply";
import { withinDeadline } from "./http/limits";
import { kmsClient } from "./kms";
import { answeredAliases } from "./kms-aliases";
import { answeredCiphertext, answeredKey, answeredMaterialId, answeredPlaintext } from "./kms-reply";
import type { ClientSettings } from "./settings";

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

/** Failures are the SDK's own errors. */
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
function firstCredentials(client: KMSClient): () => Promise<void> {
  let had = false;
  return async () => {
    if (had) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const name = "CredentialsProviderError"; // the SDK's own
      const error = Object.assign(new Error(`no credentials within ${CREDENTIALS_MS} ms`), { name });
      timer = setTimeout(reject, CREDENTIALS_MS, error);
    });
    await Promise.race([client.config.credentials(), late]).finally(() => clearTimeout(timer));
    had = true;
  };
}

export function kmsService(settings: KmsServiceSettings): KmsService {
  const maxAttempts = settings.retryTokenCapacity === 0 ? 1 : (settings.maxAttempts ?? MAX_ATTEMPTS);
  const client = kmsClient(settings, { limits: withinDeadline(settings.deadlineMs), maxAttempts });
  if (settings.sourceArn !== undefined) addSourceHeaders(client, settings.sourceArn);
  const credentials = firstCredentials(client);
  return {
    encrypt: async ({ key, plaintext, context }, abortSignal) => {
      await credentials();
      const input = { KeyId: key, Plaintext: plaintext, EncryptionContext: { ...context } };
      const answer = await client.send(new EncryptCommand(input), { abortSignal });
      const keyArn = answeredKey(answer.KeyId, key, await client.config.region());
      return { keyArn, blob: answeredCiphertext(answer.CiphertextBlob, plaintext) };
    },
    decrypt: async ({ key, blob, context }, abortSignal) => {
      await credentials();
      const input = { KeyId: key, CiphertextBlob: blob, EncryptionContext: { ...context } };
      const answer = await client.send(new DecryptCommand(input), { abortSignal });
      return {
        keyArn: answeredKey(answer.KeyId, key, await client.config.region()),
        plaintext: answeredPlaintext(answer.Plaintext),
        materialId: answeredMaterialId(answer.KeyMaterialId),
      };
    },
    aliasUpdated: (keyArn, alias, signal) => aliasUpdated(client, keyArn, alias, signal),
    close: () => client.destroy(),
  };
}

async function aliasUpdated(
  client: KMSClient,
  KeyId: string,
  alias: string,
  abortSignal: AbortSignal,
): Promise<Date | undefined> {
  let Marker: string | undefined;
  for (let pages = 0; pages < MAX_ALIAS_PAGES; pages++) {
    const page = new ListAliasesCommand({ KeyId, ...(Marker === undefined ? {} : { Marker }) });
    const { aliases, next } = answeredAliases(await client.send(page, { abortSignal }), KeyId);
    const found = aliases.find(({ name, arn }) => name === alias || arn === alias);
    if (found !== undefined) return found.updated;
    if (next === undefined) return undefined;
    Marker = next;
  }
  throw new BadReplyError(`KMS answered with more than ${MAX_ALIAS_PAGES} pages of aliases of one key`);
}

/** Against the confused deputy: key policies can ask for `aws:SourceArn` and `aws:SourceAccount`. */
function addSourceHeaders(client: KMSClient, sourceArn: string): void {
  const account = sourceArn.split(":")[4] ?? "";
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers["x-amz-source-arn"] = sourceArn;
      headers["x-amz-source-account"] = account;
      return next(args);
    },
    { step: "build", name: "sourceArn" },
  );
}
