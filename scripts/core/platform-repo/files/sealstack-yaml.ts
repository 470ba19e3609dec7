/** `environments/<name>/sealstack.yaml`: the stacks of one environment, with keys of their own. */
import type { Answers } from "../answers";
import type { EnvironmentName } from "../environments";
import { presetOf } from "../presets";

/** Name of the bucket for the state, in the account of the environment. */
export function stateBucket({ accounts, region }: Answers, environment: EnvironmentName): string {
  return `terraform-state-${accounts[environment]}-${region}`;
}

export function sealstackYaml(answers: Answers, environment: EnvironmentName): string {
  return [
    "# yaml-language-server: $schema=../../node_modules/sealstack/config/sealstack.schema.json",
    `# What ${environment} has. Every key, its default and its meaning are in the schema.`,
    "backend:",
    "  type: s3",
    `  bucket: ${stateBucket(answers, environment)}`,
    `  region: ${answers.region}`,
    "  # kmsKeyId: the ARN of a key, where the state is to be under one of yours",
    "",
    "stacks:",
    ...answers.presets.flatMap((preset) => stack(preset, answers, environment)),
    "",
  ].join("\n");
}

function stack(preset: string, { region }: Answers, environment: EnvironmentName): readonly string[] {
  const more = presetOf(preset)?.more(environment) ?? [];
  return [
    `  ${preset}-${environment}:`,
    ...[
      `preset: ${preset}`,
      `region: ${region}`,
      `tags: { environment: ${environment} }`,
      "key:",
      `  alias: alias/${preset}-${environment}`,
      ...(environment === "staging"
        ? ["  # Staging may be thrown away.", "  deletionWindowInDays: 7", "  preventDestroy: false"]
        : []),
      ...more,
    ].map((line) => `    ${line}`),
  ];
}
