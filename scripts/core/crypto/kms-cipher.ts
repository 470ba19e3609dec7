/** AWS Encryption SDK messages under KMS keys: the official library behind the {@link MessageCipher} port. */
import { pipeline, type Readable, type Writable } from "node:stream";
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  KmsKeyringNode,
  type MessageHeader,
} from "@aws-crypto/client-node";
import { kmsClient } from "../../clients/kms";
import { toOperatorError } from "../../clients/sdk-errors";
import type { ClientSettings } from "../../clients/settings";
import { OperatorError } from "../../errors";
import type { EncryptionContext, Flow, MessageCipher, OpenOptions, SealedHeader } from "../ports";
import { join } from "./join";
import { judgeHeader } from "./judge-header";
import { FRAME_LENGTH_BYTES, MAX_ENCRYPTED_DATA_KEYS } from "./limits";
import { MessageGate } from "./message-gate";

export interface KmsCipherSettings extends ClientSettings {
  /**
   * Keys to seal with and to open with. Sealing takes ARNs, key ids and aliases: the first generates the data key, each
   * further one wraps it too. Opening takes key ARNs only and never tries another key: there is no discovery.
   */
  readonly keys: readonly [string, ...string[]];
  /**
   * Plaintext bytes in a frame when sealing.
   * @default 1048576
   */
  readonly frameLengthBytes?: number;
}

const { encryptStream, decryptStream } = buildClient({
  commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  maxEncryptedDataKeys: MAX_ENCRYPTED_DATA_KEYS,
});

export function kmsCipher(settings: KmsCipherSettings): MessageCipher {
  return {
    format: "aws-encryption-sdk-v2",
    seal: (context) => seal(settings, context),
    open: (expected, options = {}) => open(settings, expected, options),
  };
}

function seal(settings: KmsCipherSettings, context: EncryptionContext): Flow {
  const [generatorKeyId, ...keyIds] = settings.keys;
  const kms = recordingClients(settings);
  const stream = encryptStream(new KmsKeyringNode({ clientProvider: kms.provide, generatorKeyId, keyIds }), {
    suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
    encryptionContext: { ...context },
    frameLength: settings.frameLengthBytes ?? FRAME_LENGTH_BYTES,
  });
  const explain = (error: unknown): unknown =>
    toOperatorError(kms.lastError() ?? error, {
      action: `generate a data key with ${settings.keys.join(", ")}`,
    });
  // Destroyed before its end, the library's encryptor throws where nobody can catch it: it is run dry instead.
  const abandon = (): void => {
    stream.end();
    stream.resume();
  };
  return flow(stream, stream, explain, abandon);
}

function open(settings: KmsCipherSettings, expected: EncryptionContext, options: OpenOptions): Flow {
  const kms = recordingClients(settings);
  const gate = new MessageGate((header) => judgeHeader(header, settings.keys, expected, options));
  const keyIds = [...settings.keys];
  const decryptor = decryptStream(new KmsKeyringNode({ clientProvider: kms.provide, keyIds }));
  pipeline(gate, decryptor, () => {});
  return flow(gate, decryptor, (error) => {
    if (error instanceof OperatorError) return error;
    if (kms.lastError() !== undefined)
      return toOperatorError(kms.lastError(), { action: "decrypt the data key" });
    return new OperatorError("notAuthentic", "the message is not authentic: it was damaged or changed", {
      hint: "fetch the file again, and compare its SHA-256 with the manifest's",
      cause: error,
    });
  });
}

/** Joins the two ends, and waits for the header. */
function flow(
  input: Writable,
  output: Readable,
  explain: (error: unknown) => unknown,
  abandon?: () => void,
): Flow {
  const stream = join(input, Promise.resolve(output), explain, abandon);
  const header = new Promise<SealedHeader>((resolve, reject) => {
    output.once("MessageHeader", (found: MessageHeader) => resolve(summary(found)));
    stream.once("error", reject);
  });
  header.catch(() => {}); // the stream fails with the same error
  return { stream, header };
}

function summary({ encryptedDataKeys, encryptionContext }: MessageHeader): SealedHeader {
  return {
    format: "aws-encryption-sdk-v2",
    keyArns: encryptedDataKeys.map(({ providerInfo }) => providerInfo),
    context: { ...encryptionContext },
  };
}

/** The keyring's own description of a client differs from the SDK's only in how it spells optional members. */
type ClientSupplier = NonNullable<
  NonNullable<ConstructorParameters<typeof KmsKeyringNode>[0]>["clientProvider"]
>;

/** Clients by region; keeps the last failure, which the keyring would otherwise fold into text. */
function recordingClients(settings: ClientSettings) {
  const clients = new Map<string, ReturnType<typeof kmsClient>>();
  let last: unknown;
  const record = (error: unknown): void => {
    last = error;
  };
  return {
    lastError: (): unknown => last,
    provide: ((region: string) => {
      const wanted = region === "" ? settings.region : region;
      const known = clients.get(wanted ?? "");
      if (known !== undefined) return known;
      const client = kmsClient({ ...settings, region: wanted }, record);
      clients.set(wanted ?? "", client);
      return client;
    }) as unknown as ClientSupplier,
  };
}
