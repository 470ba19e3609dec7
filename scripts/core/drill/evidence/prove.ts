/** What shows later that evidence is as it was written: made by a KMS key, over its SHA-256. */
import { Readable } from "node:stream";
import { OperatorError } from "../../../errors";
import { macAlgorithm, SIGNING_ALGORITHMS, signingAlgorithm } from "../../signatures/algorithms";
import type { Macs, Signatures } from "../../signatures/ports";
import { readDigest, readSigned } from "../../signatures/read-signed";
import type { Proof } from "./store-evidence";

/** Made before the drill, so that a key that will not do is told of before. */
export type Prove = (json: Buffer) => Promise<Proof>;

/** As `sealstack mac --digest` makes it. @throws OperatorError when the key is none for codes, or cannot be looked up. */
export async function provingWithMac(macs: Macs, key: string): Promise<Prove> {
  const algorithm = macAlgorithm((await macs.describe(key)).spec);
  return async (json) => ({
    ending: ".mac",
    bytes: await macs.generate(key, await readDigest(Readable.from([json])), algorithm),
  });
}

/** As `sealstack sign` makes it. @throws OperatorError when the key signs nothing, or takes no digest, or cannot be looked up. */
export async function provingWithSignature(signatures: Signatures, key: string): Promise<Prove> {
  const publicKey = await signatures.publicKey(key);
  const algorithm = signingAlgorithm(publicKey, undefined);
  if (SIGNING_ALGORITHMS[algorithm].digest === undefined)
    throw new OperatorError(
      "usage",
      `${algorithm} signs messages of 4096 bytes, and evidence may be longer`,
      {
        hint: "give a key of RSA or of a NIST curve with --signing-key, or one for codes with --mac-key",
      },
    );
  return async (json) => {
    const signed = await readSigned(Readable.from([json]), algorithm);
    return { ending: ".sig", bytes: await signatures.sign(key, signed, algorithm) };
  };
}
