/**
 * The `key_id` of KMS v2: which key, and which state of it, new data is encrypted with. kube-apiserver compares it as a whole
 * to tell stale data from fresh; {@link keyPartOf} lets Decrypt recognise its key. No state file: everything in it comes from KMS.
 *
 * `sealstack.v1:<hash of the key ARN>:<hash of the state>`, where the state is the id of the key's current material and, for a key that
 * is configured by alias, the time at which the alias was last moved. So the id changes when material or target change, is the same in
 * every process, and moving an alias from A to B and back does not bring the first id back.
 */
import { createHash } from "node:crypto";

const TAG = "sealstack.v1";

/** Hex digits of each hash: 128 bits, too many for two keys to meet by accident; ids stay far below the limit of 1,024 bytes. */
const HASH_DIGITS = 32;

/** What KMS says about a key at one moment. */
export interface KeyState {
  readonly keyArn: string;
  /** Absent where KMS does not tell (an emulator, an asymmetric key store). */
  readonly materialId: string | undefined;
  /** When the alias that the key is configured by was last moved. Absent for a key that is configured by ARN or id. */
  readonly aliasUpdated: Date | undefined;
}

export function keyId({ keyArn, materialId, aliasUpdated }: KeyState): string {
  const state = JSON.stringify([materialId ?? "", aliasUpdated?.toISOString() ?? ""]);
  return `${TAG}:${keyPart(keyArn)}:${digest(state)}`;
}

/** The part of a {@link keyId} that stands for the key alone. */
export function keyPart(keyArn: string): string {
  return digest(keyArn);
}

/** The key part of an id that sealstack wrote; `undefined` for anything else. */
export function keyPartOf(id: string): string | undefined {
  const [tag, key = "", state = "", ...more] = id.split(":");
  const wellFormed = tag === TAG && HASH.test(key) && HASH.test(state) && more.length === 0;
  return wellFormed ? key : undefined;
}

const HASH = new RegExp(`^[0-9a-f]{${HASH_DIGITS}}$`);

const digest = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, HASH_DIGITS);
