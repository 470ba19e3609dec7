/**
 * Signed messages: the public key travels in the encryption context, the signature after the last frame, over every byte
 * before it.
 */
import {
  createPublicKey,
  createSign,
  createVerify,
  ECDH,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { OperatorError } from "../../../errors";
import type { EncryptionContext } from "../../ports";
import { damaged } from "../damage";
import { PUBLIC_KEY_CONTEXT } from "./message-header";
import type { Suite } from "./suites";

type SignatureKind = NonNullable<Suite["signature"]>;

export interface Signer {
  /** The pair that the context of the message must hold. */
  readonly context: EncryptionContext;
  update(bytes: Buffer): void;
  /** The footer of the message: the signature after its length. */
  footer(): Buffer;
}

/** A signer with a key of its own, which is forgotten with it. */
export function newSigner({ curve, hash }: SignatureKind): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: curve });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  const compressed = ECDH.convertKey(point, curve, undefined, "base64", "compressed") as string;
  const sign = createSign(hash);
  return {
    context: { [PUBLIC_KEY_CONTEXT]: compressed },
    update: (bytes) => void sign.update(bytes),
    footer: () => {
      const signature = sign.sign(privateKey);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(signature.length);
      return Buffer.concat([length, signature]);
    },
  };
}

export interface Verifier {
  update(bytes: Buffer): void;
  /** @throws OperatorError `notAuthentic`. */
  check(signature: Buffer): void;
}

/**
 * @returns `undefined` for an unsigned suite.
 * @throws OperatorError `notAuthentic` when suite and context do not agree about a signature.
 */
export function verifierFor({ signature: kind }: Suite, context: EncryptionContext): Verifier | undefined {
  const encoded = context[PUBLIC_KEY_CONTEXT];
  if (kind === undefined && encoded === undefined) return undefined;
  if (kind === undefined) throw damaged("it has the public key of a signature, and a suite without one");
  if (encoded === undefined) throw damaged("it has no public key for its signature");
  const key = publicKey(kind, encoded);
  const verify = createVerify(kind.hash);
  return {
    update: (bytes) => void verify.update(bytes),
    check: (signature) => {
      if (!verify.verify(key, signature))
        throw new OperatorError("notAuthentic", "the message is not authentic: its signature is wrong", {
          hint: "fetch the file again, and compare its SHA-256 with the manifest's",
        });
    },
  };
}

function publicKey({ curve }: SignatureKind, encoded: string): KeyObject {
  try {
    const point = ECDH.convertKey(encoded, curve, "base64", undefined, "uncompressed") as Buffer;
    const half = (point.length - 1) / 2;
    const [x, y] = [point.subarray(1, 1 + half), point.subarray(1 + half)];
    const crv = curve === "secp384r1" ? "P-384" : "P-256";
    const jwk = { kty: "EC", crv, x: x.toString("base64url"), y: y.toString("base64url") };
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    throw damaged("the public key of its signature cannot be read");
  }
}
