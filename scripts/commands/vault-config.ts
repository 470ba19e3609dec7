import { OUTPUT, VAULT_VARIABLE } from "../../modules/backup-contract";
import { printableInQuotes } from "../../modules/printable";
import { OperatorError } from "../errors";
import type { Report } from "../output/output";
import { backupPrefix } from "../settings/backup-prefix";
import type { Settings } from "../settings/config";

export interface VaultConfigOptions {
  readonly settings: Settings;
  /** ARN of the role or user that the host acts as; the stack's writer when absent. */
  readonly principal: string | undefined;
}

/**
 * The variables of an Ansible vault, so that nobody copies an ARN by hand: the stack's own, and what was given on the
 * command line or in the environment instead of them.
 */
export async function run({ settings, principal }: VaultConfigOptions): Promise<Report> {
  const variables = settings.passphraseFile === undefined ? kms(settings, principal) : passphrase(settings);
  const missing = Object.entries(variables).filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    throw new OperatorError("usage", `no value for: ${missing.map(([name]) => name).join(", ")}`, {
      hint: "give --outputs FILE, or --key, --bucket, --prefix and --principal",
    });
  }
  return { data: variables, lines: vaultLines(variables) };
}

/** As YAML. A string of JSON is one of YAML, if it has no character of two units: in quotes, YAML has other escapes for those. */
export function vaultLines(variables: Variables): readonly string[] {
  const lines = Object.entries(variables).map(
    ([name, value = ""]) => `${name}: ${printableInQuotes(JSON.stringify(value))}`,
  );
  return ["---", ...lines];
}

type Variables = Readonly<Record<string, string | undefined>>;

function kms(settings: Settings, principal: string | undefined): Variables {
  const stack = (settings.outputs[OUTPUT.ansibleVault] ?? {}) as Variables;
  return {
    [VAULT_VARIABLE.encryptionMethod]: "kms",
    [VAULT_VARIABLE.kmsKeyId]: settings.openKeys[0] ?? stack[VAULT_VARIABLE.kmsKeyId],
    ...storage(settings, stack),
    [VAULT_VARIABLE.principal]: principal ?? stack[VAULT_VARIABLE.principal],
  };
}

function passphrase(settings: Settings): Variables {
  const stack = (settings.outputs[OUTPUT.ansibleVault] ?? {}) as Variables;
  return { [VAULT_VARIABLE.encryptionMethod]: "symmetric", ...storage(settings, stack) };
}

function storage(settings: Settings, stack: Variables): Variables {
  return {
    [VAULT_VARIABLE.bucket]: settings.bucket ?? stack[VAULT_VARIABLE.bucket],
    [VAULT_VARIABLE.prefix]: (settings.prefixGiven && backupPrefix(settings)) || stack[VAULT_VARIABLE.prefix],
  };
}
