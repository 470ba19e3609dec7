import { signingAlgorithm } from "../../core/signatures/algorithms";
import { type OfflineVerifier, offlineVerifier, verifiableKey } from "../../core/signatures/offline";
import type { PublicKey } from "../../core/signatures/ports";
import { readSigned } from "../../core/signatures/read-signed";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { oneKey } from "../one-key";
import { readInput } from "./read-input";
import { writeResult } from "./write-result";

export interface SignOptions {
  readonly settings: Settings;
  /** File to read, or `-` for stdin. */
  readonly in: string;
  /** File to write the signature to, or `-` for stdout. */
  readonly out: string;
  /** KMS's name of it. @default - the key's own */
  readonly algorithm: string | undefined;
  /** Replace an existing file. */
  readonly force: boolean;
}

/** Signs a file or pipe. The signature is checked with the public key before it is written. */
export async function run(options: SignOptions, io: CommandIo): Promise<Report> {
  const { settings, in: input, out } = options;
  const key = oneKey(settings);
  const signatures = await io.services.signatures(settings);
  const publicKey = await signatures.publicKey(key);
  const algorithm = signingAlgorithm(publicKey, options.algorithm);
  const verifier = verifierOf(publicKey, algorithm);
  const signed = await readInput(input, io, (message) =>
    readSigned(message, algorithm, (chunk) => verifier?.update(chunk)),
  );
  const signature = await signatures.sign(key, signed, algorithm);
  if (verifier?.isRight(signature) === false)
    throw new OperatorError(
      "unavailable",
      "KMS answered with a signature that its public key does not verify",
      {
        hint: "try again; nothing was written",
      },
    );
  const stdoutIsPayload = await writeResult(signature, options, io);
  return {
    data: { keyArn: publicKey.arn, spec: publicKey.spec, algorithm, out, checked: verifier !== undefined },
    lines: [
      `signed ${input} with ${publicKey.arn} (${algorithm}); the signature is in ${out}`,
      verifier === undefined
        ? "it was not checked here: this Node.js cannot verify that algorithm"
        : "it was checked with the public key",
    ],
    stdoutIsPayload,
  };
}

function verifierOf(
  { spki }: PublicKey,
  algorithm: ReturnType<typeof signingAlgorithm>,
): OfflineVerifier | undefined {
  const key = verifiableKey(spki);
  return key && offlineVerifier(key, algorithm);
}
