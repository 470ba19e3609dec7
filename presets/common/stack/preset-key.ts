import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import type { AwsEnvironment } from "../../../modules/iam";
import { Key, type KeyProps, type RootAccess } from "../../../modules/kms";
import { shownSentence } from "../../../modules/show-value";

/** A key as `sealstack.yaml` configures it, in every preset. */
export interface PresetKeyConfig {
  /** Absent where KMS does not rotate the key. */
  readonly rotationPeriodInDays?: number;
  readonly deletionWindowInDays: number;
  readonly rootStatement: "manage" | "full";
  readonly rootStatementReason?: string | undefined;
  readonly preventDestroy: boolean;
  readonly multiRegion?: boolean;
}

/** What {@link presetKey} needs. */
export interface PresetKeyProps {
  readonly config: PresetKeyConfig;
  /** Account and region of the key, for grants with conditions on services. @default - none are made */
  readonly env?: AwsEnvironment;
  readonly description: string;
  /** The key policy, with the root's statement as the configuration wants it: {@link rootOf}, or {@link rootAccessOf} for a policy by audience. */
  readonly policy: KeyProps["policy"];
  /** What somebody with the key can do, for the warning about a full root statement: "decrypt backups". */
  readonly opens: string;
  /** @default - a symmetric encryption key */
  readonly type?: Pick<KeyProps, "keySpec" | "keyUsage">;
  /** @default - the stack's */
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The key of a preset; says aloud when any IAM policy of the account could use it. */
export function presetKey(scope: Construct, id: string, props: PresetKeyProps): Key {
  const { config, env, description, policy, opens, type = {}, region, tags } = props;
  const key = new Key(scope, id, {
    description,
    ...(env === undefined ? {} : { env }),
    ...(config.multiRegion === true ? { multiRegion: true } : {}),
    policy,
    ...type,
    ...(region === undefined ? {} : { region }),
    ...(config.rotationPeriodInDays === undefined
      ? {}
      : { rotationPeriodInDays: config.rotationPeriodInDays }),
    ...protectionOf(id, config),
    tags,
  });
  warnOfFullRoot(key, config, opens);
  return key;
}

/** What keeps a key from being deleted. @param id of the key in the configuration */
export function protectionOf(id: string, config: PresetKeyConfig) {
  return {
    deletionWindowInDays: config.deletionWindowInDays,
    preventDestroy: config.preventDestroy || { off: `${id}.preventDestroy is false in the configuration` },
  };
}

/** @param opens what somebody with the key can do: "decrypt backups" */
export function warnOfFullRoot(key: Construct, config: PresetKeyConfig, opens: string): void {
  if (config.rootStatement !== "full") return;
  Annotations.of(key).addWarning(
    `any IAM policy of the account can allow to ${opens}: ${shownSentence(config.rootStatementReason ?? "")}`,
  );
}

/** How a key policy's root statement is to be, as `rootStatement` takes it. */
export function rootOf({ rootStatement, rootStatementReason }: PresetKeyConfig): {
  readonly fullRoot: boolean;
  readonly reason?: string;
} {
  if (rootStatement !== "full") return { fullRoot: false };
  return { fullRoot: true, ...(rootStatementReason === undefined ? {} : { reason: rootStatementReason }) };
}

/** The same for a key policy by audience. */
export function rootAccessOf(config: PresetKeyConfig): RootAccess {
  const { fullRoot, reason = "the configuration gives no reason" } = rootOf(config);
  return fullRoot ? { full: reason } : "manage";
}
