import { createPublicKey } from "node:crypto";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { oneKey } from "../one-key";
import { type ResultTarget, writeResult } from "./write-result";

export interface PublicKeyOptions extends ResultTarget {
  readonly settings: Settings;
}

/** Bytes of a line of PEM. Source: RFC 7468. */
const PEM_LINE = /.{1,64}/g;

/** Writes the public half of an asymmetric key as PEM, as openssl reads it. */
export async function run({ settings, ...target }: PublicKeyOptions, io: CommandIo): Promise<Report> {
  const signatures = await io.services.signatures(settings);
  const { arn, spec, usage, spki } = await signatures.publicKey(oneKey(settings));
  const stdoutIsPayload = await writeResult(pem(spki), target, io, { text: true });
  return {
    data: { keyArn: arn, spec, usage, out: target.out },
    lines: [`wrote the public key of ${arn} (${spec}, ${usage}) to ${target.out}`],
    stdoutIsPayload,
  };
}

/** Node.js checks what it knows; a kind that it does not know is written as KMS gave it. */
function pem(spki: Buffer): Buffer {
  try {
    const key = createPublicKey({ key: spki, format: "der", type: "spki" });
    return Buffer.from(key.export({ format: "pem", type: "spki" }));
  } catch {
    const lines = spki.toString("base64").match(PEM_LINE) ?? [];
    return Buffer.from(["-----BEGIN PUBLIC KEY-----", ...lines, "-----END PUBLIC KEY-----", ""].join("\n"));
  }
}
