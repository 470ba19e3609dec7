import { OUTPUT } from "../../modules/backup-contract";
import { areReplicas } from "../core/crypto/kms/usable-keys";
import type { Settings } from "../settings/config";
import { shellWord } from "../shell-word";

/** The keys to name: the newer one where it opened the backup, else those of the message. */
export const openers = (opened: {
  readonly keyArns: readonly string[];
  readonly openedWith: string | undefined;
}): readonly string[] => (opened.openedWith === undefined ? opened.keyArns : [opened.openedWith]);

/**
 * A command line that works as it stands: with the outputs file where this run had one, else with the bucket and the key spelled out.
 * @param keyArns that can open the backup; empty for a passphrase.
 */
export function nextCommand(
  settings: Settings,
  keyArns: readonly string[],
  verb: "verify" | "restore",
  ...words: readonly string[]
): string {
  return ["sealstack", verb, ...place(settings), ...secret(settings, keyArns), ...words]
    .map(shellWord)
    .join(" ");
}

/** The options that say where the backups are. */
export function place({ bucket = "", outputs, outputsFrom, secondRegion }: Settings): string[] {
  if (outputsFrom === undefined) return ["--bucket", bucket];
  const { file, stack } = outputsFrom;
  return [
    ...["--outputs", file],
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(secondRegion === undefined ? [] : ["--region", secondRegion]),
    ...(bucket === outputs[OUTPUT.bucket] ? [] : ["--bucket", bucket]),
  ];
}

function secret(
  { passphraseFile, passphrasePrompt, outputs }: Settings,
  keyArns: readonly string[],
): readonly string[] {
  if (passphraseFile !== undefined) return ["--passphrase-file", passphraseFile];
  if (passphrasePrompt) return ["--passphrase-prompt"];
  const known = outputs[OUTPUT.keyArn];
  return typeof known === "string" && keyArns.some((arn) => arn === known || areReplicas(arn, known))
    ? []
    : keyArns.slice(0, 1).flatMap((arn) => ["--key", arn]);
}
