import { macAlgorithm } from "../../core/signatures/algorithms";
import { readDigest, readMessage } from "../../core/signatures/read-signed";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { oneKey } from "../one-key";
import { readInput } from "./read-input";
import { readSmallFile } from "./read-small-file";
import { type ResultTarget, writeResult } from "./write-result";

interface MacInput {
  readonly settings: Settings;
  /** File to read, or `-` for stdin; 4,096 bytes at most, but for `digest`. */
  readonly in: string;
  /** The code is one of the input's SHA-256; see `readDigest`. */
  readonly digest: boolean;
}

export type MacOptions = MacInput & ResultTarget;

export interface VerifyMacOptions extends MacInput {
  /** File with the message authentication code. */
  readonly mac: string;
}

/** Bytes. The longest code is that of HMAC_SHA_512. */
const MAX_MAC_BYTES = 64;

const WHY_SHORT = "the HMAC key never leaves KMS, which has to see the whole message";

/** Makes a message authentication code of a short file or pipe. */
export async function run(
  { settings, in: input, digest, ...target }: MacOptions,
  io: CommandIo,
): Promise<Report> {
  const { key, arn, algorithm, macs } = await macKey(settings, io);
  const message = await readInput(input, io, reading(digest));
  const stdoutIsPayload = await writeResult(await macs.generate(key, message, algorithm), target, io);
  return {
    data: { keyArn: arn, algorithm, out: target.out },
    lines: [
      `made a message authentication code of ${input} with ${arn} (${algorithm}); it is in ${target.out}`,
    ],
    stdoutIsPayload,
  };
}

/** Verifies one. */
export async function verify(
  { settings, in: input, digest, mac: file }: VerifyMacOptions,
  io: CommandIo,
): Promise<Report> {
  const mac = await readSmallFile(file, MAX_MAC_BYTES, "a message authentication code");
  const { key, arn, algorithm, macs } = await macKey(settings, io);
  const message = await readInput(input, io, reading(digest));
  if (!(await macs.verify(key, message, mac, algorithm)))
    throw new OperatorError(
      "notAuthentic",
      `${file} is no message authentication code of ${input} under that key`,
      {
        hint: "compare message and key with those that it was made with",
      },
    );
  return {
    data: { valid: true, keyArn: arn, algorithm },
    lines: [`${file} is the message authentication code of ${input} under ${arn} (${algorithm})`],
  };
}

const reading =
  (digest: boolean) =>
  (bytes: AsyncIterable<Buffer>): Promise<Buffer> =>
    digest ? readDigest(bytes) : readMessage(bytes, WHY_SHORT);

async function macKey(settings: Settings, io: CommandIo) {
  const key = oneKey(settings);
  const macs = await io.services.macs(settings);
  const { arn, spec } = await macs.describe(key);
  return { key, arn, algorithm: macAlgorithm(spec), macs };
}
