/** The row of what begins a platform repo. */
import { Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { collect } from "../options";

const joined = (values: readonly string[] | undefined): string | undefined => values?.join(",");

export const INIT_COMMANDS: readonly CommandSpec[] = [
  {
    name: "init",
    summary:
      "write a repo for stacks in two environments: configuration, program, tests, and a workflow of GitHub Actions that plans and applies",
    globals: ["json", "quiet", "region"],
    arguments: [
      { name: "[folder]", description: "where; no file in it is overwritten (default: the current folder)" },
    ],
    options: [
      new Option(
        "--preset <name>",
        "preset of each environment: etcd-ca-backup, application-key, kubernetes-kms, signing or public-encryption; may be repeated, or hold commas",
      ).argParser(collect),
      new Option(
        "--account <id>",
        "AWS account, twelve digits: one for both environments, or that of staging and that of production; may be repeated, or hold a comma",
      ).argParser(collect),
      new Option("--repository <owner/name>", "repository on GitHub whose workflows deploy"),
      new Option("--yes", "ask nothing: what no flag says is as usual, or an error"),
    ],
    example:
      "init platform --preset etcd-ca-backup --account 111122223333,444455556666 --region eu-central-1 --repository acme/platform",
    prepare: async ({ preset, account, repository, yes = false, json = false }, [folder = "."]) => {
      const { run } = await import("../../commands/init/init");
      return (settings, io) =>
        run(
          { settings, folder, presets: joined(preset), accounts: joined(account), repository, yes, json },
          io,
        );
    },
  },
];
