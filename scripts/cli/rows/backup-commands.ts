/** The rows of what works on backups. */
import { InvalidArgumentError, Option } from "commander";
import { BACKUP_SOURCES, COMPRESSION_SUFFIX } from "../../../modules/backup-contract";
import { OperatorError } from "../../errors";
import type { CommandSpec } from "../command-spec";
import { collect, OPTION } from "../options";
import { REHYDRATE_OPTIONS } from "../rehydrate-option";

const KEY_OPTIONS = [OPTION.key(), OPTION.passphraseFile(), OPTION.passphrasePrompt()];
const PLACE_OPTIONS = [OPTION.bucket(), OPTION.prefix()];
const REWRAPPED = (): Option =>
  new Option(
    "--rewrapped",
    "open with the newer keys that `rewrap` added, not with those of the message: they are looked for anyway when those fail",
  );
const WHICH = { name: "backup", description: "id as `list` shows it, or latest" } as const;

/** Hours after which a backup is made whatever has changed. */
const DEFAULT_HOURS = 24;

const days = (text: string): number => {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of days.");
};

const hours = (text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of hours, 1 or more.");
};

export const BACKUP_COMMANDS: readonly CommandSpec[] = [
  {
    name: "backup",
    summary: "back up a file, directory, pipe, program's output, etcd or step-ca to S3",
    arguments: [
      {
        name: "[path]",
        description: "file or directory, - for a pipe, STEPPATH of a step-ca; not with etcd",
      },
    ],
    takesProgram: true,
    options: [
      ...KEY_OPTIONS,
      ...PLACE_OPTIONS,
      new Option("--source <source>", "what it is").choices(BACKUP_SOURCES).default("files"),
      OPTION.name("name of the backup (default: last part of the path, or the source)"),
      OPTION.context("pair to bind the backup to"),
      new Option("--compression <kind>", "of the archive; zstd needs Node.js 22.15 or later")
        .choices(Object.keys(COMPRESSION_SUFFIX))
        .default("gzip"),
      OPTION.seconds(
        "--wait-for-policy",
        "retry for so long while AWS denies access: new permissions take minutes",
      ),
      new Option(
        "--skip-if-unchanged",
        "make no backup when nothing changed since the last run on this host, only a mark that keeps the last one fresh",
      ),
      new Option(
        "--at-least-every <hours>",
        "with --skip-if-unchanged: make one all the same when the last is as old as that (default: 24)",
      ).argParser(hours),
      OPTION.stateDirectory(),
      OPTION.allowEmpty("an empty pipe, or a directory without files,"),
      new Option(
        "--skip-unsupported",
        "leave out sockets, devices and links that lead out, instead of failing",
      ),
      new Option("--etcd-endpoints <url>", "client URL of one member (default: what etcdctl takes)"),
      new Option("--etcd-cacert <file>", "CA of the member's certificate, in PEM"),
      new Option("--etcd-cert <file>", "client certificate, in PEM"),
      new Option("--etcd-key <file>", "its key, in PEM"),
      new Option("--step-ca-password-file <file>", "password of the intermediate key, to check it"),
    ],
    example: "backup --outputs cdktf.outputs.json --prefix step-ca/ --source step-ca /etc/step-ca",
    prepare: async (flags, [path], command) => {
      const { run } = await import("../../commands/backups/backup");
      const {
        source,
        name,
        context = [],
        compression,
        skipUnsupported = false,
        allowEmpty = false,
        waitForPolicy = 0,
        stepCaPasswordFile,
        skipIfUnchanged = false,
        atLeastEvery,
      } = flags;
      if (atLeastEvery !== undefined && !skipIfUnchanged)
        throw new OperatorError("usage", "--at-least-every goes with --skip-if-unchanged only", {
          hint: "give both, or neither",
        });
      const { etcdEndpoints: endpoint, etcdCacert: cacert, etcdCert: cert, etcdKey: key } = flags;
      const etcd = { endpoint, cacert, cert, key };
      return (settings, io) =>
        run(
          {
            settings,
            source,
            path,
            command,
            name,
            context,
            compression,
            allowEmpty,
            skipUnsupported,
            waitForPolicySeconds: waitForPolicy,
            etcd,
            stepCaPasswordFile,
            skipUnlessOlderMilliseconds: skipIfUnchanged
              ? (atLeastEvery ?? DEFAULT_HOURS) * 3_600_000
              : undefined,
          },
          io,
        );
    },
  },
  {
    name: "list",
    summary: "list backups, the newest first, or what one of them holds",
    options: [
      ...PLACE_OPTIONS,
      OPTION.name("only backups of this name"),
      new Option(
        "--content <backup>",
        "what this backup holds, by its id or latest: all of it is fetched and authenticated, nothing is written",
      ),
      ...KEY_OPTIONS,
      OPTION.context("with --content: pair that the backup must carry"),
      new Option("--rewrapped", "with --content: open with the newer keys that `rewrap` added"),
    ],
    example: "list --outputs cdktf.outputs.json",
    prepare: async ({ name, content: backup, context = [], rewrapped = false }) => {
      if (backup !== undefined) {
        const { run } = await import("../../commands/backups/list-content");
        return (settings, io) => run({ settings, backup, name, context, rewrapped }, io);
      }
      for (const [flag, given] of Object.entries({ context: context.length > 0, rewrapped }))
        if (given)
          throw new OperatorError("usage", `--${flag} goes with --content only`, { hint: "leave it out" });
      const { run } = await import("../../commands/backups/list");
      return (settings, io) => run({ settings, name }, io);
    },
  },
  {
    name: "verify",
    summary:
      "prove that a backup can be restored: all of it is fetched and authenticated, nothing is written",
    arguments: [{ ...WHICH, name: "[backup]" }],
    options: [
      ...KEY_OPTIONS,
      ...PLACE_OPTIONS,
      OPTION.name("with latest or --all: of the backups of this name"),
      OPTION.context("pair that the backup must carry"),
      new Option(
        "--quick",
        "read only its header, its last frame and a few others at random: that it is there, not every byte",
      ),
      new Option(
        "--all",
        "every backup, and what each remembers of those before it: names what is missing before its time, was replaced or put back",
      ),
      new Option(
        "--retention-days <days>",
        "with --all: no backup may be gone before that (default: what the stack's outputs say of the prefix)",
      ).argParser(days),
      new Option(
        "--expect-newer-than <time|id>",
        "with --all: fail unless there is a backup as new as this, which another machine remembers",
      ),
      REWRAPPED(),
    ],
    example: "verify --outputs cdktf.outputs.json --prefix step-ca/ latest",
    prepare: async (flags, [given]) => {
      const { name, context = [], quick = false, all = false, rewrapped = false } = flags;
      const { retentionDays, expectNewerThan } = flags;
      const backup = given ?? "latest";
      if (all) {
        if (given !== undefined)
          throw new OperatorError("usage", `--all is about all backups, got ${given} as well`, {
            hint: "leave one of them out; --name chooses a series",
          });
        const { run } = await import("../../commands/backups/verify-all");
        return (settings, io) =>
          run({ settings, name, context, quick, retentionDays, expectNewerThan, rewrapped }, io);
      }
      if (retentionDays !== undefined || expectNewerThan !== undefined)
        throw new OperatorError("usage", "--retention-days and --expect-newer-than go with --all only", {
          hint: "give --all, or leave them out",
        });
      const { run } = await import("../../commands/backups/verify");
      return (settings, io) => run({ settings, backup, name, context, quick, rewrapped }, io);
    },
  },
  {
    name: "restore",
    summary: "restore a backup to a new or an empty directory, all of it or nothing",
    arguments: [
      { ...WHICH, name: "<backup>" },
      { name: "[directory]", description: "new or empty; - writes a backup of one file to stdout" },
    ],
    options: [
      ...KEY_OPTIONS,
      ...PLACE_OPTIONS,
      OPTION.name("with latest: of the backups of this name"),
      OPTION.context("pair that the backup must carry"),
      new Option(
        "--path <path>",
        "only this file or directory of the backup, or what a glob such as 'certs/*.crt' fits; may be repeated; all of the backup is authenticated nevertheless",
      ).argParser(collect),
      new Option("--preserve-owner", "give files the numeric owners of the backup; root only"),
      REWRAPPED(),
      ...REHYDRATE_OPTIONS,
    ],
    example: "restore --outputs cdktf.outputs.json --prefix step-ca/ latest ./restored",
    prepare: async (flags, [backup = "", target]) => {
      const { name, context = [], path: paths = [], preserveOwner = false, rewrapped = false } = flags;
      const { rehydrate: tier, rehydrateDays: days } = flags;
      if (target === undefined && tier === undefined)
        throw new OperatorError("usage", "missing required argument 'directory'", {
          hint: "see `sealstack help restore`",
        });
      if (days !== undefined && tier === undefined)
        throw new OperatorError("usage", "--rehydrate-days goes with --rehydrate only", {
          hint: "give both, or neither",
        });
      const rehydrate = tier === undefined ? undefined : { tier, days };
      const { run } = await import("../../commands/backups/restore");
      return (settings, io) =>
        run({ settings, backup, target, name, context, paths, preserveOwner, rehydrate, rewrapped }, io);
    },
  },
];
