/** A real cipher without KMS: the product's engine under a raw AES key, behind its port. */
import type { OpeningKeys } from "../../../scripts/core/crypto/message/data-keys";
import { openMessage, sealMessage } from "../../../scripts/core/crypto/messages";
import { openParcels } from "../../../scripts/core/crypto/open-parcels";
import { spotCheck } from "../../../scripts/core/crypto/spot-check";
import type { EncryptionContext, Flow, MessageCipher } from "../../../scripts/core/ports";
import { OperatorError } from "../../../scripts/errors";
import { rawKey, rawKeys } from "./raw-keys";

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888";

/** @param seed another one is another key of the same name. */
export function rawCipher(seed = 7): MessageCipher {
  const keys = rawKeys([{ ...rawKey(seed), name: "key" }]);
  const opening = (expected: EncryptionContext): OpeningKeys => ({
    ...keys,
    admit: (header) => {
      keys.admit(header);
      checkContext(header.encryptionContext, expected);
    },
  });
  return {
    format: "aws-encryption-sdk-v2",
    seal: (context, options = {}) =>
      withKeyArn(sealMessage(keys, { context, ...options, frameLength: 64 * 1024 })),
    open: (expected) => withKeyArn(openMessage(opening(expected))),
    openParcels: async (parcels, expected, crew, options) => {
      const opened = await openParcels(opening(expected), {}, parcels, crew, options);
      return opened && { ...opened, header: { ...opened.header, keyArns: [KEY_ARN] } };
    },
    spotCheck: async (ranges, expected, sample) => ({
      ...(await spotCheck(ranges, opening(expected), {}, sample)),
      keyArns: [KEY_ARN],
    }),
  };
}

function withKeyArn({ header, ...flow }: Flow): Flow {
  const named = header.then((found) => ({ ...found, keyArns: [KEY_ARN] }));
  named.catch(() => {}); // the stream fails with the same error
  return { ...flow, header: named };
}

function checkContext(found: EncryptionContext, expected: EncryptionContext): void {
  for (const [key, value] of Object.entries(expected))
    if (found[key] !== value) throw new OperatorError("context", `another value for '${key}'`);
}
