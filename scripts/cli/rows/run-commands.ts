/** The rows of what a host does by itself. */
import { Option } from "commander";
import { OperatorError } from "../../errors";
import type { CommandSpec } from "../command-spec";
import { OPTION } from "../options";

export const RUN_COMMANDS: readonly CommandSpec[] = [
  {
    name: "run",
    summary:
      "do what is due for each target of a file: back up, prune, drill; one that fails does not stop the others",
    arguments: [{ name: "[target...]", description: "names in the file (default: all)" }],
    globals: ["json", "quiet"],
    options: [
      OPTION.config(),
      OPTION.stateDirectory(),
      new Option("--force", "do it whether it is due or not"),
      new Option("--dry-run", "do nothing, and say what is due"),
    ],
    example: "run --config backup.yaml --dry-run",
    prepare: async ({ config, force = false, dryRun = false }, targets) => {
      const { run } = await import("../../commands/run/run");
      return (settings, io) => run({ settings, config, targets, force, dryRun }, io);
    },
  },
  {
    name: "schedule print",
    summary: "print what wakes `sealstack run`: units of systemd, a file for cron, or a Kubernetes CronJob",
    arguments: [{ name: "<scheduler>", description: "systemd, cron or kubernetes" }],
    globals: ["json", "quiet"],
    options: [
      OPTION.config(),
      new Option(
        "--every <span>",
        "how often it wakes, such as 15m (default: four times in the shortest span of the file)",
      ),
      new Option("--program <path>", "sealstack on the host").default("/usr/bin/sealstack"),
      new Option("--image <image>", "with kubernetes: image with @sealstack/cli; none is published"),
      new Option("--namespace <name>", "with kubernetes: where it runs").default("kube-system"),
      new Option(
        "--role-arn <arn>",
        "with kubernetes: role that the pod assumes by its token (IRSA); with EKS Pod Identity, none",
      ),
      new Option("--out <directory>", "write files into it, instead of printing"),
    ],
    example: "schedule print systemd --config backup.yaml --every 1h",
    prepare: async ({ config, every, program, image, namespace, roleArn, out }, [scheduler = ""]) => {
      const { SCHEDULERS, run } = await import("../../commands/run/schedule-print");
      const known = SCHEDULERS.find((one) => one === scheduler);
      if (known === undefined)
        throw new OperatorError("usage", `there is no scheduler '${scheduler}'`, {
          hint: `give one of ${SCHEDULERS.join(", ")}`,
        });
      return (_, io) => run({ scheduler: known, config, every, program, image, namespace, roleArn, out }, io);
    },
  },
];
