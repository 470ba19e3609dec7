/** A KMS in memory that takes key material: it holds a real wrapping key and unwraps what it is sent. */
import {
  constants,
  createDecipheriv,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
} from "node:crypto";
import type {
  ImportTarget,
  KeyImport,
  WrappedMaterial,
  WrappingAlgorithm,
} from "../../../scripts/core/import-key-material/ports";
import { OperatorError } from "../../../scripts/errors";

export interface Import extends Omit<WrappedMaterial, "token" | "wrapped"> {
  readonly arn: string;
  readonly algorithm: string;
  readonly material: Buffer;
}

export interface ImportKms extends KeyImport {
  readonly imports: readonly Import[];
  /** Fails the import into these ARNs. */
  readonly refusing: Set<string>;
}

/** Made once: 4096 bits take a second. */
let wrappingKeys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;

/** @param bits of the wrapping key; KMS's has 4096. */
export function importKms(targets: readonly ImportTarget[], bits = 4096): ImportKms {
  wrappingKeys ??= generateKeyPairSync("rsa", { modulusLength: 4096 });
  const { publicKey, privateKey } =
    bits === 4096 ? wrappingKeys : generateKeyPairSync("rsa", { modulusLength: bits });
  const imports: Import[] = [];
  const refusing = new Set<string>();
  return {
    imports,
    refusing,
    describe: async (key) => {
      const found = targets.find(({ arn }) => arn === key);
      if (found === undefined) throw new OperatorError("key", `cannot look up the key ${key}`);
      return imports.some(({ arn }) => arn === key) ? { ...found, state: "Enabled" } : found;
    },
    parameters: async (arn, algorithm) => ({
      publicKey: publicKey.export({ format: "der", type: "spki" }),
      token: Buffer.from(`${algorithm} ${arn}`),
    }),
    importMaterial: async (arn, { token, wrapped, ...rest }) => {
      const [algorithm, tokenArn] = Buffer.from(token).toString().split(" ");
      if (tokenArn !== arn || refusing.has(arn)) throw new OperatorError("key", `KMS refuses ${arn}`);
      const material = unwrap(privateKey, Buffer.from(wrapped), algorithm as WrappingAlgorithm);
      imports.push({ arn, algorithm: algorithm ?? "", material, ...rest });
      return targets.find((target) => target.arn === arn)?.spec === "SYMMETRIC_DEFAULT"
        ? "f".repeat(64)
        : undefined;
    },
  };
}

function unwrap(privateKey: KeyObject, wrapped: Buffer, algorithm: WrappingAlgorithm): Buffer {
  const oaep = (bytes: Buffer): Buffer =>
    privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, bytes);
  if (algorithm === "RSAES_OAEP_SHA_256") return oaep(wrapped);
  const rsaBytes = (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const aesKey = oaep(wrapped.subarray(0, rsaBytes));
  const decipher = createDecipheriv("id-aes256-wrap-pad", aesKey, Buffer.from("a65959a6", "hex"));
  return Buffer.concat([decipher.update(wrapped.subarray(rsaBytes)), decipher.final()]);
}
