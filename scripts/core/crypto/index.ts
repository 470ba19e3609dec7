/** The seam behind which the engine can change: messages under KMS keys in, messages out. */

export { keyArn } from "./kms/key-arn";
export { type KmsCipherSettings, kmsCipher } from "./kms/kms-cipher";
