/** The seam behind which the engine can change: messages in, messages out. */

export { keyArn } from "./kms/key-arn";
export { type KmsCipherSettings, kmsCipher } from "./kms/kms-cipher";
export { passphraseCipher } from "./passphrase/passphrase-cipher";
