/** Presets that a new platform repo can begin with: those that need nothing but a region and an alias. The others are added to `sealstack.yaml` later. */
import type { EnvironmentName } from "./environments";

export interface OfferedPreset {
  readonly name: string;
  /** For the question. */
  readonly summary: string;
  /** What the configuration says besides region, tags and alias, indented by four spaces. */
  readonly more: (environment: EnvironmentName) => readonly string[];
}

const none = (): readonly string[] => [];

/** Staging may be thrown away; production keeps its backups for a year. */
const backups = (environment: EnvironmentName): readonly string[] => {
  const days = environment === "staging" ? 7 : 365;
  return [
    "bucket:",
    "  prefixes:",
    ...["step-ca/", "etcd-default/"].flatMap((prefix) => [
      `    - prefix: ${prefix}`,
      `      expirationInDays: ${days}`,
      ...(environment === "staging" ? ["      noncurrentExpirationInDays: 1"] : []),
    ]),
    ...(environment === "staging" ? ["  preventDestroy: false"] : []),
  ];
};

const bucket = (environment: EnvironmentName): readonly string[] =>
  environment === "staging" ? ["bucket:", "  preventDestroy: false"] : [];

const PRESETS: readonly OfferedPreset[] = [
  { name: "etcd-ca-backup", summary: "backups of etcd and its CA", more: backups },
  { name: "application-key", summary: "key and bucket of an application", more: bucket },
  { name: "kubernetes-kms", summary: "Kubernetes' secrets at rest", more: none },
  { name: "signing", summary: "signatures of releases", more: none },
  { name: "public-encryption", summary: "messages that anybody may encrypt", more: none },
];

/** Their names, the usual one first. */
export const OFFERED: readonly string[] = PRESETS.map(({ name }) => name);

/** For the question: a line each. */
export const OFFERED_LINES: readonly string[] = PRESETS.map(
  ({ name, summary }) => `${name.padEnd(18)} ${summary}`,
);

export function presetOf(name: string): OfferedPreset | undefined {
  return PRESETS.find((preset) => preset.name === name);
}
