import { resolve } from "node:path";
import {
  type Answers,
  accountsOf,
  assertRight,
  type Judge,
  judgeAccounts,
  judgePresets,
  judgeRegion,
  judgeRepository,
  listed,
} from "../../core/platform-repo/answers";
import { ENVIRONMENTS } from "../../core/platform-repo/environments";
import { filesOf } from "../../core/platform-repo/files-of";
import { OFFERED, OFFERED_LINES } from "../../core/platform-repo/presets";
import { writeAll } from "../../core/platform-repo/write";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { shellWord } from "../../shell-word";
import type { CommandIo } from "../io";
import { askAll, type Question } from "./ask";

export interface InitOptions {
  readonly settings: Settings;
  readonly folder: string;
  readonly presets: string | undefined;
  readonly accounts: string | undefined;
  readonly repository: string | undefined;
  /** Ask nothing. */
  readonly yes: boolean;
  readonly json: boolean;
}

const NAMES = ["--preset", "--account", "--region", "--repository"] as const;
type Name = (typeof NAMES)[number];

const JUDGES: Readonly<Record<Name, Judge>> = {
  "--preset": judgePresets,
  "--account": judgeAccounts,
  "--region": judgeRegion,
  "--repository": judgeRepository,
};

/** Writes a platform repo: from flags, and answers to what they leave open. */
export async function run(options: InitOptions, io: CommandIo): Promise<Report> {
  const { settings, presets, accounts, repository } = options;
  const given: Readonly<Record<Name, string | undefined>> = {
    "--preset": presets,
    "--account": accounts,
    "--region": settings.region,
    "--repository": repository,
  };
  const open = NAMES.filter((name) => given[name] === undefined);
  // Before anything is asked.
  assertRight(
    problems(
      NAMES.filter((name) => !open.includes(name)),
      given,
    ),
  );
  const asked = await answered(open, options, io);
  const all = { ...given, ...asked };
  assertRight(problems(NAMES, all));
  const answers: Answers = {
    presets: listed(all["--preset"] ?? ""),
    accounts: accountsOf(all["--account"] ?? ""),
    region: all["--region"] ?? "",
    repository: all["--repository"] ?? "",
  };
  const files = filesOf(answers);
  await writeAll(resolve(options.folder), files, io.signal);
  return report(options.folder, [...files.keys()], answers);
}

function problems(names: readonly Name[], values: Readonly<Record<Name, string | undefined>>) {
  return Object.fromEntries(names.map((name) => [name, JUDGES[name](values[name] ?? "")]));
}

async function answered(
  open: readonly Name[],
  { yes, json }: InitOptions,
  io: CommandIo,
): Promise<Partial<Record<Name, string>>> {
  const questions = Object.fromEntries(open.map((name) => [name, QUESTIONS[name]])) as Record<Name, Question>;
  if (!yes && !json && io.stdin.isTTY === true && io.stdout.isTTY === true) return askAll(questions, io);
  const usual = open.map((name) => [name, yes ? QUESTIONS[name].usual : undefined] as const);
  const missing = usual.flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === 0) return Object.fromEntries(usual) as Partial<Record<Name, string>>;
  const why = yes ? "--yes asks nothing" : "there is no terminal to ask on";
  throw new OperatorError("usage", `${why}, and nobody says ${missing.join(", ")}`, {
    hint: `add ${missing.map((name) => `${name} ${EXAMPLES[name]}`).join(" ")}`,
  });
}

const EXAMPLES: Readonly<Record<Name, string>> = {
  "--preset": OFFERED[0] ?? "",
  "--account": "111122223333,444455556666",
  "--region": "eu-central-1",
  "--repository": "owner/name",
};

const QUESTIONS: Readonly<Record<Name, Question>> = {
  "--preset": {
    text: "Presets, with commas",
    explained: OFFERED_LINES,
    usual: OFFERED[0],
    judge: judgePresets,
  },
  "--account": {
    text: `Accounts: ${ENVIRONMENTS.join(",")}, or one`,
    judge: judgeAccounts,
  },
  "--region": { text: "Region", judge: judgeRegion },
  "--repository": { text: "GitHub repository (owner/name)", judge: judgeRepository },
};

function report(folder: string, files: readonly string[], answers: Answers): Report {
  const next = [
    ...(folder === "." ? [] : [`cd ${shellWord(folder)}`]),
    "npm install",
    "npm run check && npm test",
    "npx cdktf synth",
  ];
  return {
    data: { folder, files, next, ...answers },
    lines: [
      `wrote ${files.length} files to ${folder}:`,
      ...files.map((file) => `  ${file}`),
      "",
      "next:",
      ...next.map((command) => `  ${command}`),
      "then README.md: the state, and the roles that deploy",
    ],
  };
}
