import type { Settings } from "../config";
import { shellWord } from "./format";

/**
 * A command line that works as it stands: with the bucket and the key spelled out, wherever this run had them from.
 * @param keyArns that can open the backup; empty for a passphrase.
 */
export function nextCommand(
  settings: Settings,
  keyArns: readonly string[],
  verb: "verify" | "restore",
  ...words: readonly string[]
): string {
  const { bucket = "", passphraseFile, passphrasePrompt } = settings;
  const secret =
    passphraseFile !== undefined
      ? ["--passphrase-file", passphraseFile]
      : passphrasePrompt
        ? ["--passphrase-prompt"]
        : keyArns.slice(0, 1).flatMap((arn) => ["--key", arn]);
  return ["sealstack", verb, "--bucket", bucket, ...secret, ...words].map(shellWord).join(" ");
}
