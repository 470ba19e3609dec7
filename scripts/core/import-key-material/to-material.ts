/** From the bytes of a file to what KMS takes. Nothing of the bytes ever stands in an error. */
import { createPrivateKey, type KeyObject } from "node:crypto";
import { OperatorError } from "../../errors";
import type { MaterialForm } from "./material-forms";

/** Start of any PEM block. */
const PEM = "-----BEGIN ";

/** The algorithm `id-ecPublicKey` in DER, which the curve follows. Source: RFC 5480, section 2.1.1. */
const EC_PUBLIC_KEY = Buffer.from("06072a8648ce3d0201", "hex");

/** The DER tag of a curve that is named. */
const OBJECT_IDENTIFIER = 0x06;

/**
 * A copy in the form that KMS takes, to be zeroed by the caller: raw bytes as they are, a private key (PEM, or DER in PKCS #8) as PKCS #8 in DER.
 * @throws OperatorError `source` when it is not material for such a key.
 */
export function toMaterial(bytes: Buffer, form: MaterialForm, spec: string): Buffer {
  if (form.kind === "raw") return rawMaterial(bytes, form, spec);
  const key = parsePrivateKey(bytes, spec);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = key;
  const fits =
    form.kind === "rsa"
      ? type === "rsa" && details.modulusLength === form.modulusBits
      : type === "ec" && details.namedCurve === form.curve;
  if (!fits) {
    const size = details.modulusLength === undefined ? details.namedCurve : `${details.modulusLength} bits`;
    const got = [type, size].filter((part) => part !== undefined).join(", ");
    const allowed = form.kind === "rsa" ? `rsa, ${form.modulusBits} bits` : `ec, ${form.curve}`;
    throw unfit(
      spec,
      `the private key is ${got}; allowed: ${allowed}`,
      "import it into a key of its own spec",
    );
  }
  const material = key.export({ format: "der", type: "pkcs8" });
  if (form.kind === "rsa" || namesItsCurve(material)) return material;
  material.fill(0);
  throw unfit(
    spec,
    "the private key spells out the parameters of its curve; allowed: a named curve",
    "convert it with `openssl pkcs8 -topk8 -nocrypt` after `openssl ec -param_enc named_curve`",
  );
}

/** KMS refuses any other; OpenSSL keeps what it was given. */
function namesItsCurve(pkcs8: Buffer): boolean {
  return pkcs8[pkcs8.indexOf(EC_PUBLIC_KEY) + EC_PUBLIC_KEY.length] === OBJECT_IDENTIFIER;
}

function rawMaterial(
  bytes: Buffer,
  { min, max }: { readonly min: number; readonly max: number },
  spec: string,
): Buffer {
  if (bytes.length >= min && bytes.length <= max) return Buffer.from(bytes);
  const allowed = min === max ? `${min}` : `${min} to ${max}`;
  throw unfit(
    spec,
    `it has ${bytes.length} bytes; allowed: ${allowed}`,
    bytes.length < min
      ? "make it longer; `openssl rand` writes raw bytes"
      : "give the raw bytes: neither hex nor Base64, and without a final newline",
  );
}

function parsePrivateKey(bytes: Buffer, spec: string): KeyObject {
  const pem = bytes.subarray(0, PEM.length).toString("latin1") === PEM;
  try {
    return createPrivateKey(
      pem ? { key: bytes, format: "pem" } : { key: bytes, format: "der", type: "pkcs8" },
    );
  } catch {
    // Without its cause: what OpenSSL says about a secret file is not for a log.
    throw unfit(
      spec,
      "it is not a private key in PEM, or in PKCS #8 as DER, without a passphrase",
      "convert it with `openssl pkcs8 -topk8 -nocrypt -outform der`",
    );
  }
}

function unfit(spec: string, problem: string, hint: string): OperatorError {
  return new OperatorError("source", `this is no key material for ${spec}: ${problem}`, { hint });
}
