/** The sealer of `encrypt --public-key`: nothing here asks anybody. */
import { parseArn } from "../../../modules/arn";
import { publicKeySealer } from "../../core/crypto/kms/public-key-sealer";
import type { EncryptionAlgorithm, MessageSealer } from "../../core/ports";
import { MAX_PUBLIC_KEY_FILE_BYTES, publicKeyIn } from "../../core/public-keys/public-key-file";
import { assertEncryptionKey } from "../../core/public-keys/rsa-key";
import { OperatorError } from "../../errors";
import { notGiven, type Settings } from "../../settings/config";
import { readSmallFile } from "../signatures/read-small-file";

export interface PublicKeyOptions {
  readonly settings: Settings;
  /** File with the public half of an RSA key of KMS. */
  readonly publicKey: string;
  /** @default "RSAES_OAEP_SHA_256" */
  readonly algorithm: EncryptionAlgorithm | undefined;
}

/** Source: KMS Developer Guide, "Key identifiers (KeyId)": key ARN. */
const KEY = /^key\/[A-Za-z0-9-]+$/;

/** @throws OperatorError `usage`, `source` or `key`. */
export async function sealerOf({
  settings,
  publicKey: file,
  algorithm,
}: PublicKeyOptions): Promise<MessageSealer> {
  const arn = keyArnOf(settings);
  const bytes = await readSmallFile(file, MAX_PUBLIC_KEY_FILE_BYTES, "a public key");
  const publicKey = publicKeyIn(bytes, file);
  assertEncryptionKey(publicKey, file);
  return publicKeySealer({ publicKey, keyArn: arn, algorithm: algorithm ?? "RSAES_OAEP_SHA_256" });
}

/** A message names its key by ARN, and there is nobody to ask for that of an alias or an id. */
function keyArnOf(settings: Settings): string {
  if (settings.passphraseFile !== undefined || settings.passphrasePrompt)
    throw new OperatorError("usage", "--public-key and a passphrase exclude each other", {
      hint: "give one of them",
    });
  const [key, second] = settings.openKeys; // of the outputs, that is the key's ARN, and not its alias
  if (key === undefined)
    throw notGiven("key", settings, "give the ARN of the KMS key that the public key belongs to with --key");
  if (second !== undefined)
    throw new OperatorError("usage", `one key is needed with --public-key, got ${settings.openKeys.length}`, {
      hint: "give --key once",
    });
  const arn = parseArn(key);
  if (arn?.service === "kms" && arn.region !== "" && arn.account !== "" && KEY.test(arn.resource)) return key;
  const what = /(^|:)alias\//.test(key) ? "an alias, which can move," : "no ARN of a key";
  throw new OperatorError(
    "usage",
    `--public-key needs the ARN of the KMS key, which the message names, got ${what}: ${key}`,
    { hint: "give --key arn:aws:kms:REGION:ACCOUNT:key/ID, as `sealstack public-key` shows it" },
  );
}
