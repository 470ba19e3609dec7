/** Signatures of the signed vectors. ECDSA is random, so each is made once and kept in signatures.json. */
import { createHash, createPrivateKey, createSign, ECDH } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { field } from "./writer";

/** A P-384 key for these vectors alone: it is public, and protects nothing. */
const SCALAR = "00".repeat(16) + "11".repeat(32);
const CURVE = "secp384r1";
const FILE = join(__dirname, "signatures.json");

const point = (form: "compressed" | "uncompressed"): Buffer => {
  const ecdh = new (ECDH as unknown as { new (curve: string): ECDH })(CURVE);
  ecdh.setPrivateKey(SCALAR, "hex");
  return ECDH.convertKey(ecdh.getPublicKey(), CURVE, undefined, undefined, form) as Buffer;
};

/** Value of `aws-crypto-public-key`. */
export const publicKey = (): string => point("compressed").toString("base64");

/** A message with its footer. */
export function signed(message: Buffer): Buffer {
  const kept: Record<string, string> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
  const digest = createHash("sha384").update(message).digest("hex");
  const signature = kept[digest] ?? createSign("sha384").update(message).sign(privateKey()).toString("hex");
  if (kept[digest] === undefined)
    writeFileSync(FILE, `${JSON.stringify({ ...kept, [digest]: signature }, undefined, 2)}\n`);
  return Buffer.concat([message, field(Buffer.from(signature, "hex"))]);
}

function privateKey() {
  const [x, y] = [point("uncompressed").subarray(1, 49), point("uncompressed").subarray(49)];
  const d = Buffer.from(SCALAR, "hex").toString("base64url");
  const jwk = { kty: "EC", crv: "P-384", d, x: x.toString("base64url"), y: y.toString("base64url") };
  return createPrivateKey({ key: jwk, format: "jwk" });
}
