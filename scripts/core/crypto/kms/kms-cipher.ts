/** AWS Encryption SDK messages under KMS keys: our engine behind the {@link MessageCipher} port. */
import type { ClientSettings } from "../../../clients/settings/settings";
import type { EncryptionContext, MessageCipher, OpenOptions } from "../../ports";
import type { OpeningKeys } from "../message/data-keys";
import type { MessageHeader } from "../message/message-header";
import { openFile, sealFile } from "../message-files";
import { openMessage, sealMessage } from "../messages";
import { openParcels } from "../open-parcels";
import { spotCheck } from "../spot-check";
import { judgeHeader } from "./judge-header";
import { kmsCalls } from "./kms-calls";
import { kmsOpeningKeys, kmsSealingKeys } from "./kms-data-keys";
import { orRewrapped } from "./rewrapped-keys";

export interface KmsCipherSettings extends ClientSettings {
  /**
   * Keys to seal with and to open with. Sealing takes ARNs, key ids and aliases: the first generates the data key, each
   * further one wraps it too. Opening takes key ARNs only and never tries another key: there is no discovery.
   */
  readonly keys: readonly [string, ...string[]];
  /**
   * Plaintext bytes in a frame when sealing.
   * @default 1048576
   */
  readonly frameLengthBytes?: number;
}

export function kmsCipher({ keys, frameLengthBytes, ...clients }: KmsCipherSettings): MessageCipher {
  const kms = kmsCalls(clients);
  const sealing = kmsSealingKeys(keys, kms);
  const frames = frameLengthBytes === undefined ? {} : { frameLength: frameLengthBytes };
  const opening = (expected: EncryptionContext, options: OpenOptions): OpeningKeys => {
    const judge = (header: MessageHeader): void => judgeHeader(header, keys, expected, options);
    const own = kmsOpeningKeys(keys, kms, judge, options.rsaAlgorithm);
    return options.rewrapped === undefined ? own : orRewrapped(own, keys, options.rewrapped, kms);
  };
  return {
    format: "aws-encryption-sdk-v2",
    seal: (context, options = {}) => sealMessage(sealing, { context, ...options, ...frames }),
    open: (expected, options = {}) => openMessage(opening(expected, options), options),
    sealFile: (files, context, options = {}) => sealFile(sealing, { context, ...options, ...frames }, files),
    openParcels: (parcels, expected, crew, options) =>
      openParcels(opening(expected, options), options, parcels, crew, options),
    openFile: (files, expected, options = {}) => openFile(opening(expected, options), options, files),
    spotCheck: (ranges, expected, sample, options = {}) =>
      spotCheck(ranges, opening(expected, options), options, sample),
  };
}
