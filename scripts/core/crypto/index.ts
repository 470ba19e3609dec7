/** The seam behind which the engine can change: messages in, messages out. */

export { keyArn } from "./key-arn";
export { type KmsCipherSettings, kmsCipher } from "./kms-cipher";
export { passphraseCipher } from "./passphrase-cipher";
