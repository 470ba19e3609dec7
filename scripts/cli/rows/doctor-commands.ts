/** The row of what finds out why something does not work. */
import type { CommandSpec } from "../command-spec";
import { OPTION } from "../options";

export const DOCTOR_COMMANDS: readonly CommandSpec[] = [
  {
    name: "doctor",
    summary:
      "look at credentials, clock, keys, bucket and this host, and tell what is wrong, why, and what to type; changes nothing",
    options: [
      OPTION.key(),
      OPTION.passphraseFile(),
      OPTION.bucket(),
      OPTION.prefix(),
      OPTION.config(),
      OPTION.stateDirectory(),
    ],
    example: "doctor --outputs cdktf.outputs.json",
    prepare: async ({ config }) => {
      const { run } = await import("../../commands/doctor/doctor");
      return (settings, io) => run({ settings, config }, io);
    },
  },
];
