/** `sealstack setup-kms`: the key of the backups, for a team without Terraform. */
import { parseArn } from "../../../modules/arn";
import { DEFAULT_PREFIXES, VAULT_VARIABLE } from "../../../modules/backup-contract";
import { type KeyAudience, keyPolicyOf, rolePolicies } from "../../core/key-setup/policies";
import { setUpKey } from "../../core/key-setup/set-up-key";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { notGiven, type Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { vaultLines } from "../vault-config";

export interface SetupKmsOptions {
  readonly settings: Settings;
  readonly alias: string;
  /** ARNs of roles and users. */
  readonly writers: readonly string[];
  readonly restorers: readonly string[];
  readonly administrators: readonly string[];
  /** What `--key` names; a variable, or outputs, may be about something else. */
  readonly keys: readonly string[];
  readonly updatePolicy: boolean;
  readonly dryRun: boolean;
}

export async function run(options: SetupKmsOptions, io: CommandIo): Promise<Report> {
  const { settings, updatePolicy, dryRun } = options;
  const audience = await audienceOf(options, io);
  const [key, ...more] = options.keys;
  if (more.length > 0 || (key !== undefined && parseArn(key)?.resource.startsWith("key/") !== true))
    throw new OperatorError("usage", "--key must be the ARN of one key", {
      hint: "leave it out, or give the ARN that an interrupted run told",
    });
  const { signal, services } = io;
  const [states, kms] = await Promise.all([
    services.keyLife(settings, signal),
    services.keySetup(settings, signal),
  ]);
  const { keyArn, steps } = await setUpKey({ ...audience, key, updatePolicy, dryRun }, states, kms);
  const variables = {
    [VAULT_VARIABLE.encryptionMethod]: "kms",
    ...(keyArn !== undefined && { [VAULT_VARIABLE.kmsKeyId]: keyArn }),
    [VAULT_VARIABLE.bucket]: audience.bucket,
    [VAULT_VARIABLE.prefix]: audience.prefixes[0] ?? "",
    [VAULT_VARIABLE.principal]: audience.writers[0] ?? "",
  };
  const policies = keyArn === undefined ? undefined : rolePolicies(audience, keyArn);
  const did = dryRun ? "would make" : "made";
  return {
    data: {
      changed: steps.length > 0,
      dryRun,
      steps,
      variables,
      policies: { key: keyPolicyOf(audience), ...policies },
    },
    lines: [
      ...(steps.length === 0 ? ["# nothing to do"] : steps.map((step) => `# ${did}: ${step}`)),
      ...vaultLines(variables),
      ...Object.entries(policies ?? {}).flatMap(([role, policy]) => [
        `# policy that the ${role} needs of its own: ${JSON.stringify(policy)}`,
      ]),
    ],
  };
}

const ALIAS = /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/;

async function audienceOf(options: SetupKmsOptions, io: CommandIo): Promise<KeyAudience> {
  const { settings, alias, writers, restorers, administrators } = options;
  const { bucket, region } = settings;
  if (bucket === undefined) throw notGiven("bucket", settings, "give --bucket NAME");
  if (region === undefined) throw notGiven("region", settings, "give --region REGION, or set AWS_REGION");
  if (!ALIAS.test(alias))
    throw new OperatorError("usage", `'${alias}' is no alias of a key of your own`, {
      hint: "give alias/NAME",
    });
  for (const [flag, arns] of Object.entries({
    writer: writers,
    restorer: restorers,
    administrator: administrators,
  }))
    assertIdentities(flag, arns);
  const { partition, account: accountId } = await io.services.identity(settings, io.signal);
  const prefixes = settings.prefixGiven ? [settings.prefix] : DEFAULT_PREFIXES;
  return { partition, accountId, region, alias, bucket, prefixes, writers, restorers, administrators };
}

/** KMS takes others too, and lets in whoever they stand for. */
function assertIdentities(flag: string, arns: readonly string[]): void {
  if (arns.length === 0)
    throw new OperatorError("usage", `no --${flag} is given`, {
      hint: `give the ARN of the role, or user, that is the ${flag}`,
    });
  for (const arn of arns) {
    const { service, resource = "" } = parseArn(arn) ?? {};
    if (service === "iam" && /^(role|user)\/[\w+=,.@/-]+$/.test(resource)) continue;
    throw new OperatorError("usage", `--${flag} must be the ARN of a role or user, got '${arn}'`, {
      hint:
        service === "sts"
          ? "give the role's own ARN: arn:aws:iam::ACCOUNT:role/NAME"
          : "give one such as arn:aws:iam::ACCOUNT:role/NAME",
    });
  }
}
