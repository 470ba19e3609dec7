/** OpenTofu's external key provider, protocol version 1. Source: OpenTofu, "State and Plan Encryption", "External (program)". */
import { once } from "node:events";
import { STATE_CONTEXT_KEY, STATE_PURPOSE } from "../../../modules/state-contract";
import { parseNewContext } from "../../core/crypto/context-pairs";
import { decodeInput, MAX_INPUT_BYTES } from "../../core/state-keys/metadata";
import { provide } from "../../core/state-keys/provide";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { stateSettings } from "./state-settings";

export interface TofuKeyProviderOptions {
  readonly settings: Settings;
  /** `name=value`, beside those that sealstack gives. */
  readonly context: readonly string[];
  /** For KMS, all regions together. */
  readonly timeoutSeconds: number;
}

const HEADER = { magic: "OpenTofu-External-Key-Provider", version: 1 };

/** Reads what OpenTofu sends, and answers with keys. All that goes to stdout is for OpenTofu. */
export async function run(
  { settings, context: pairs, timeoutSeconds }: TofuKeyProviderOptions,
  io: CommandIo,
): Promise<Report> {
  const { stdin, stdout, output, signal } = io;
  const { keys, fallbackRegions, state } = stateSettings(settings);
  const context = {
    ...parseNewContext(pairs),
    [STATE_CONTEXT_KEY.purpose]: STATE_PURPOSE,
    [STATE_CONTEXT_KEY.state]: state,
  };
  if (stdin.isTTY === true || stdout.isTTY === true)
    throw new OperatorError("usage", "this is for OpenTofu to run: it would show keys on the terminal", {
      hint: "name it in the encryption block, which `sealstack tofu-key-provider print` prints",
    });
  await write(stdout, HEADER, signal);
  const old = decodeInput(await readAll(stdin, signal));
  const deadlineMs = (timeoutSeconds * 1000) / (1 + fallbackRegions.length);
  const kms = await io.services.stateKeys(settings, deadlineMs, signal);
  const provided = await provide({ keys, fallbackRegions, context }, old, kms);
  const { encryptionKey, decryptionKey, metadata, keyArn, warnings } = provided;
  for (const warning of warnings) output.warn(warning);
  const answer = {
    keys: {
      encryption_key: encryptionKey.toString("base64"),
      ...(decryptionKey === undefined ? {} : { decryption_key: decryptionKey.toString("base64") }),
    },
    meta: { external_data: metadata },
  };
  encryptionKey.fill(0);
  decryptionKey?.fill(0);
  await write(stdout, answer, signal);
  return { data: { keyArn, opened: old !== undefined }, lines: [], stdoutIsPayload: true };
}

async function write(stdout: CommandIo["stdout"], value: unknown, signal: AbortSignal): Promise<void> {
  if (!stdout.write(`${JSON.stringify(value)}\n`)) await once(stdout, "drain", { signal });
}

/** @throws OperatorError `notAuthentic` where there is more than any metadata of ours. */
async function readAll(stdin: CommandIo["stdin"], signal: AbortSignal): Promise<Buffer> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(INPUT_MS)]);
  const stop = () => stdin.destroy(late.reason);
  late.addEventListener("abort", stop, { once: true });
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stdin) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length > MAX_INPUT_BYTES)
        throw new OperatorError("notAuthentic", `the input has more than ${MAX_INPUT_BYTES} bytes`, {
          hint: "let OpenTofu run this: it sends the metadata of the state",
        });
    }
  } catch (error) {
    if (signal.aborted || !late.aborted) throw error;
    throw new OperatorError("source", `the input did not end within ${INPUT_MS / 1000} s`, {
      hint: "let OpenTofu run this: it sends the metadata of the state, or null, and closes the pipe",
      cause: error,
    });
  } finally {
    late.removeEventListener("abort", stop);
  }
  return Buffer.concat(chunks);
}

/** OpenTofu has it ready. */
const INPUT_MS = 5_000;
