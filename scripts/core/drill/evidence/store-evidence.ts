/** Puts the evidence beside the backup. Nothing is overwritten, not even by the same drill. */
import { OperatorError } from "../../../errors";
import type { ObjectStore } from "../../ports";
import { evidenceEnding } from "../../records/drill-records";
import { recordKey } from "../../records/record-key";
import { type Evidence, formatEvidence } from "./evidence";
import { junit } from "./junit";

/** What stands under a proof that was made over the JSON: its ending, and the bytes. */
export interface Proof {
  readonly ending: ".mac" | ".sig";
  readonly bytes: Buffer;
}

/** Drills of one backup that end in the same second take the next one; more than a few do not. */
const TRIES = 5;

/**
 * @param prove over the bytes of the JSON; asked after those are stored, so that evidence is there whatever becomes of it.
 * @returns the key of the JSON.
 * @throws OperatorError whatever the store, or `prove`, fails with.
 */
export async function storeEvidence(
  record: Evidence,
  store: ObjectStore,
  signal: AbortSignal,
  prove?: (json: Buffer) => Promise<Proof>,
): Promise<string> {
  const json = formatEvidence(record);
  const key = await putJson(record, json, store, signal);
  await store.putNew(key.replace(/\.json$/, ".xml"), junit([record]), {
    contentType: "application/xml",
    signal,
  });
  const proof = await prove?.(json);
  if (proof !== undefined) await store.putNew(`${key}${proof.ending}`, proof.bytes, { signal });
  return key;
}

async function putJson(
  { backup, finishedAt, result }: Evidence,
  json: Buffer,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<string> {
  for (let tries = 0; ; tries++) {
    const at = new Date(new Date(finishedAt).getTime() + tries * 1000);
    const key = recordKey("drills", backup.id, at, evidenceEnding(result));
    try {
      await store.putNew(key, json, { contentType: "application/json", signal });
      return key;
    } catch (error) {
      if (!(error instanceof OperatorError) || error.exit !== "conflict" || tries >= TRIES) throw error;
    }
  }
}
