/** The rows of snapshots of EBS, AMIs and RDS. */
import { Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { collect, OPTION } from "../options";

const SNAPSHOT = {
  name: "<snapshot>",
  description: "snap-…, ami-…, an ARN, or an identifier of RDS with --type",
} as const;

/** Written out: the table is read at every start, and the room of snapshots is not. */
const TYPE = () =>
  new Option("--type <type>", "what an identifier of RDS is; ids of EC2 and ARNs tell it").choices([
    "ebs-snapshot",
    "ami",
    "db-snapshot",
    "db-cluster-snapshot",
  ]);

/** Seconds: copies of some TiB to another region take hours. */
const DEFAULT_TIMEOUT = 7_200;

export const SNAPSHOT_COMMANDS: readonly CommandSpec[] = [
  {
    name: "snapshot share",
    summary: "share an EBS snapshot, AMI or RDS snapshot with other accounts, which need its key, too",
    arguments: [SNAPSHOT],
    options: [
      new Option(
        "--account <digits>",
        "account to share with; may be repeated (default: those of the stack's outputs)",
      ).argParser(collect),
      OPTION.key(),
      TYPE(),
    ],
    example: "snapshot share snap-0123456789abcdef0 --account 444455556666",
    prepare: async ({ account = [], type }, [snapshot = ""]) => {
      const { run } = await import("../../commands/snapshots/share");
      return (settings, io) => run({ settings, snapshot, type, accounts: account }, io);
    },
  },
  {
    name: "snapshot copy",
    summary:
      "copy an EBS snapshot, AMI or RDS snapshot under a key of your own, from another account or region, and wait for it",
    arguments: [SNAPSHOT],
    options: [
      OPTION.key(),
      new Option(
        "--source-region <region>",
        "region of the source (default: that of the ARN, or of the copy)",
      ),
      OPTION.name("name of the copy: of an AMI or RDS snapshot, or the tag Name of an EBS snapshot"),
      TYPE(),
      OPTION.seconds(
        "--timeout",
        "how long to wait; the copy goes on after that, and the next run waits for it",
      ).default(DEFAULT_TIMEOUT),
    ],
    example: "snapshot copy snap-0123456789abcdef0 --key alias/snapshot-copies",
    prepare: async ({ sourceRegion, name, type, timeout }, [snapshot = ""]) => {
      const { run } = await import("../../commands/snapshots/copy");
      return (settings, io) => run({ settings, snapshot, type, sourceRegion, name, timeout }, io);
    },
  },
];
