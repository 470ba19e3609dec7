/** Fields as messages: the engine of messages, under keys of two levels. */

import type { KmsCalls } from "../../crypto/kms/kms-calls";
import { kmsOpeningKeys, kmsSealingKeys } from "../../crypto/kms/kms-data-keys";
import type { OpeningKeys, SealingKeys } from "../../crypto/message/data-keys";
import { openMessage, sealMessage } from "../../crypto/messages";
import type { Flow } from "../../ports";
import type { ItemCipher, ItemCipherSettings } from "../ports";
import { judgeField } from "./judge-field";
import { encryptedByKms, OpenedTableKeys } from "./opened-table-keys";
import { TableKeys } from "./table-keys";

/** Plaintext bytes in a frame: the official libraries' own default. Fields are short. */
const FRAME_LENGTH_BYTES = 4096;

/**
 * @param keys sealing takes ARNs, ids and aliases, the first of which generates; opening takes ARNs only.
 * @param clock milliseconds from any start; it never goes back.
 */
export function itemCipher(
  keys: readonly [string, ...string[]],
  calls: KmsCalls,
  { tableContext, keyPerField, ...limits }: Omit<ItemCipherSettings, "fallbackRegions">,
  clock: () => number,
): ItemCipher {
  const { kms, keyArns, dataKeys } = counted(calls);
  const sealing = kmsSealingKeys(keys, kms);
  const tableKeys = new TableKeys(sealing, tableContext, limits, clock);
  const source: SealingKeys = keyPerField ? sealing : tableKeys;
  const { decrypt } = kmsOpeningKeys(keys, kms, () => {});
  const opened = new OpenedTableKeys(decrypt, tableContext, { ...limits, clock });
  return {
    beginRecord: () => tableKeys.beginRecord(),
    seal: (plaintext, context) =>
      through(sealMessage(source, { context, frameLength: FRAME_LENGTH_BYTES }), plaintext),
    open: (message, context) => {
      const opening: OpeningKeys = {
        admit: (header) => judgeField(header, encryptedByKms(header), keys, context),
        decrypt: (header) => opened.decrypt(header),
      };
      return through(openMessage(opening), message);
    },
    get keyArns() {
      return [...keyArns];
    },
    get dataKeys() {
      return dataKeys();
    },
    close: () => {
      tableKeys.close();
      opened.close();
    },
  };
}

async function through({ stream }: Flow, bytes: Buffer): Promise<Buffer> {
  stream.end(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Keeps what was asked of KMS, for the report. */
function counted(calls: KmsCalls) {
  const keyArns = new Set<string>();
  let made = 0;
  const kms: KmsCalls = {
    ...calls,
    generateDataKey: async (...args) => {
      const answer = await calls.generateDataKey(...args);
      made++;
      keyArns.add(answer.keyArn);
      return answer;
    },
    encrypt: async (...args) => {
      const answer = await calls.encrypt(...args);
      keyArns.add(answer.keyArn);
      return answer;
    },
    decrypt: async (...args) => {
      const answer = await calls.decrypt(...args);
      made++;
      keyArns.add(args[0]);
      return answer;
    },
  };
  return { kms, keyArns, dataKeys: () => made };
}
