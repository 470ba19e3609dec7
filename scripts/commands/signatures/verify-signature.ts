import { MAX_PUBLIC_KEY_FILE_BYTES } from "../../core/public-keys/public-key-file";
import { signingAlgorithm } from "../../core/signatures/algorithms";
import { offlineVerifier, verifyingKey } from "../../core/signatures/offline";
import { readSigned } from "../../core/signatures/read-signed";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { oneKey } from "../one-key";
import { readInput } from "./read-input";
import { readSmallFile } from "./read-small-file";

export interface VerifySignatureOptions {
  readonly settings: Settings;
  /** File to read, or `-` for stdin. */
  readonly in: string;
  readonly signature: string;
  /** File with the public key: then neither credentials nor network are needed. @default - KMS verifies */
  readonly publicKey: string | undefined;
  readonly algorithm: string | undefined;
}

/** Bytes. A signature of ML-DSA-87 has 4,627. */
const MAX_SIGNATURE_BYTES = 6_144;

/** Verifies a signature, through KMS, or offline with the public key. */
export async function run(options: VerifySignatureOptions, io: CommandIo): Promise<Report> {
  const { in: input, signature: file } = options;
  const signature = await readSmallFile(file, MAX_SIGNATURE_BYTES, "a signature");
  const by = options.publicKey === undefined ? throughKms : offline;
  const { right, ...how } = await by(options, signature, io);
  if (!right)
    throw new OperatorError(
      "notAuthentic",
      `${file} is no signature of ${input} under that key and ${how.algorithm}`,
      {
        hint: "compare message, key and --algorithm with those of the signer",
      },
    );
  return {
    data: { valid: true, ...how },
    lines: [`${file} is a signature of ${input} under ${how.key} (${how.algorithm})`],
  };
}

interface Verdict {
  readonly right: boolean;
  readonly key: string;
  readonly algorithm: string;
  /** Whether KMS verified, and not this program. */
  readonly throughKms: boolean;
}

async function throughKms(
  options: VerifySignatureOptions,
  signature: Buffer,
  io: CommandIo,
): Promise<Verdict> {
  const key = oneKey(options.settings);
  const signatures = await io.services.signatures(options.settings);
  const publicKey = await signatures.publicKey(key);
  const algorithm = signingAlgorithm(publicKey, options.algorithm);
  const signed = await readInput(options.in, io, (message) => readSigned(message, algorithm));
  const right = await signatures.verify(key, signed, signature, algorithm);
  return { right, key: publicKey.arn, algorithm, throughKms: true };
}

async function offline(options: VerifySignatureOptions, signature: Buffer, io: CommandIo): Promise<Verdict> {
  const { settings, publicKey: file = "" } = options;
  if (settings.openKeys.length > 0 && settings.outputsFrom === undefined)
    throw new OperatorError("usage", "--key and --public-key exclude each other", {
      hint: "give one of them",
    });
  const bytes = await readSmallFile(file, MAX_PUBLIC_KEY_FILE_BYTES, "a public key");
  const { key, spec } = verifyingKey(bytes, file);
  const algorithm = signingAlgorithm({ spec, usage: "SIGN_VERIFY" }, options.algorithm);
  const verifier = offlineVerifier(key, algorithm);
  await readInput(options.in, io, (message) =>
    readSigned(message, algorithm, (chunk) => verifier.update(chunk)),
  );
  return { right: verifier.isRight(signature), key: file, algorithm, throughKms: false };
}
