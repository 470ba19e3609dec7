/** `sealstack doctor`: what is wrong, why, and what to type. It only tells. */
import { OUTPUT } from "../../../modules/backup-contract";
import type { Settings } from "../../config";
import { type BucketQuestion, listChecks, settingChecks, uploadCheck } from "../../core/doctor/bucket-checks";
import { type Check, causesOnce, look, type Result, type Subject } from "../../core/doctor/check";
import { keyChecks } from "../../core/doctor/key-checks";
import { openCheck, sealCheck } from "../../core/doctor/use-checks";
import { rememberedRecords } from "../../core/targets/target-record";
import { OperatorError } from "../../errors";
import type { Report } from "../../output";
import { stateDirectory } from "../../state-directory";
import type { CommandIo } from "../io";

export interface DoctorOptions {
  readonly settings: Settings;
}

/** Roles of a stack, by the outputs that name them, and what each must be able to do. */
const MUST: readonly (readonly [role: string, output: string, subjects: readonly Subject[]])[] = [
  ["writer", OUTPUT.writerRoleArn, ["seal", "backups"]],
  ["restorer", OUTPUT.restorerRoleArn, ["open", "backups"]],
  ["tester", OUTPUT.testerRoleArn, ["open", "backups"]],
  ["keeper", OUTPUT.keeperRoleArn, ["versioning", "lifecycle", "backups"]],
  ["rekeyer", OUTPUT.rekeyerRoleArn, ["seal", "versioning", "backups"]],
  ["administrator", OUTPUT.administratorRoleArn, ["key"]],
];

export async function run({ settings }: DoctorOptions, io: CommandIo): Promise<Report> {
  const { services, signal, now, output } = io;
  const say = (what: string): void => output.progress(`looking at ${what}`);
  const question: BucketQuestion = { prefixes: settings.searchPrefixes, now: now(), signal };
  const checks: Check[] = [];
  say("credentials");
  let caller: string | undefined;
  const credentials = await look("credentials", "credentials", async () => {
    caller = await services.caller(settings, signal);
    return caller === undefined
      ? { result: "unknown", detail: "AWS does not say whose they are" }
      : { result: "ok", detail: caller };
  });
  checks.push(credentials);
  const role = roleOf(caller, settings);
  say("keys");
  checks.push(...(await group("key", "keys", () => keysOf(settings, io))));
  say("the bucket");
  checks.push(...(await group("backups", "bucket", () => bucketOf(settings, question, io))));
  say("this host");
  checks.push(...(await programsOf(io)), ...runsOf(settings));
  return report(
    causesOnce(checks).map((check) => expected(check, role)),
    role,
  );
}

/** Several looks; where they cannot even be begun, one answer says why. */
async function group(
  subject: Subject,
  name: string,
  work: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  let found: readonly Check[] = [];
  const begun = await look(subject, name, async () => {
    found = await work();
    return { result: "ok", detail: "" };
  });
  return begun.result === "ok" ? found : [begun];
}

async function keysOf(settings: Settings, { services, signal, now }: CommandIo): Promise<readonly Check[]> {
  if (settings.sealKeys.length === 0 && settings.openKeys.length === 0) return [];
  const declared = settings.outputs[OUTPUT.keyArn];
  const given = settings.sealKeys.includes(String(settings.outputs[OUTPUT.alias]));
  const kms = await services.keyLife(settings, signal);
  return keyChecks(kms, {
    sealKeys: settings.sealKeys,
    openKeys: settings.openKeys,
    declared: given && typeof declared === "string" ? declared : undefined,
    now: now(),
  });
}

async function bucketOf(settings: Settings, question: BucketQuestion, { services, signal }: CommandIo) {
  if (settings.bucket === undefined)
    return [
      {
        subject: "backups",
        name: "bucket",
        result: "unknown",
        detail: "none is given",
        mend: "give --bucket, or --outputs FILE",
      } as const,
    ];
  const store = await services.store(settings);
  const usesKeys = settings.sealKeys.length > 0;
  const { checks, newest } = await listChecks(store, question);
  return [
    ...checks,
    ...(await settingChecks(await services.versions(settings), question)),
    await uploadCheck(await services.uploads(settings), question),
    ...(usesKeys
      ? [
          await sealCheck(() => services.cipher(settings, "seal", signal), question.prefixes[0] ?? ""),
          await openCheck(store, () => services.cipher(settings, "open", signal), newest, signal),
        ]
      : []),
  ];
}

/** Programs that backups and drills of some sources call. */
const PROGRAMS = [
  ["etcdctl", ["version"], "backups of etcd"],
  ["etcd", ["--version"], "drills of etcd"],
  ["step-ca", ["version"], "drills of step-ca"],
] as const;

async function programsOf({ services, signal }: CommandIo): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [program, args, use] of PROGRAMS)
    checks.push(
      await look("program", program, async () => {
        const { status, stdout } = await services.runTool(program, args, { env: {}, signal });
        if (status === undefined) return { result: "unknown", detail: `not on the PATH; ${use} need it` };
        return { result: "ok", detail: stdout.split("\n")[0] ?? "" };
      }),
    );
  return checks;
}

/** What `sealstack run` remembers on this host. */
function runsOf(settings: Settings): readonly Check[] {
  let directory: string;
  try {
    directory = stateDirectory(settings);
  } catch (error) {
    if (error instanceof OperatorError) return [];
    throw error;
  }
  return rememberedRecords(directory).flatMap(({ target, steps }) =>
    Object.entries(steps).map(([step, { status, message, hint, lastAttempt, lastSuccess }]): Check => {
      const [subject, name] = ["run", `last ${step} of ${target}`] as const;
      if (status === 0) return { subject, name, result: "ok", detail: `on ${lastSuccess}` };
      const before =
        lastSuccess === undefined ? "it never succeeded" : `the last good one was on ${lastSuccess}`;
      if (status === undefined)
        return {
          subject,
          name,
          result: "warning",
          detail: `begun on ${lastAttempt}, and it runs or was killed; ${before}`,
        };
      return {
        subject,
        name,
        result: "problem",
        detail: `failed with status ${status} on ${lastAttempt}: ${message ?? "without a reason"}; ${before}`,
        ...(hint !== undefined && { mend: hint }),
      };
    }),
  );
}

/** The role of the stack that the caller is. */
function roleOf(caller: string | undefined, { outputs }: Settings): string | undefined {
  const [, name] = /:assumed-role\/([^/]+)\//.exec(caller ?? "") ?? [];
  if (name === undefined) return undefined;
  return MUST.find(([, output]) => String(outputs[output] ?? "").endsWith(`/${name}`))?.[0];
}

/** What a role must be able to do, and may not, is a problem. */
function expected(check: Check, role: string | undefined): Check {
  const must = MUST.find(([name]) => name === role)?.[2];
  if (check.result !== "not allowed" || must?.includes(check.subject) !== true) return check;
  return {
    ...check,
    result: "problem",
    mend: `the ${role} must be able to: deploy the stack again, wait some minutes if its policy is new, and see docs/permissions.md and \`sealstack access\``,
  };
}

const ORDER: readonly Result[] = ["problem", "warning", "unknown", "not allowed", "ok"];

function report(checks: readonly Check[], role: string | undefined): Report {
  const count = (result: Result): number => checks.filter((each) => each.result === result).length;
  const width = Math.max(...checks.map(({ result }) => result.length));
  const lines = checks
    .toSorted((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result))
    .flatMap(({ name, result, detail, mend }) => [
      `${result.padEnd(width)}  ${name}: ${detail}`,
      ...(mend === undefined || result === "ok" ? [] : [`${" ".repeat(width)}    ${mend}`]),
    ]);
  const [problems, warnings] = [count("problem"), count("warning")];
  const sum = `${problems} ${problems === 1 ? "problem" : "problems"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}, ${count("ok")} as it must be`;
  return {
    data: { role, problems, warnings, checks },
    lines: [
      ...(role === undefined ? [] : [`these are the credentials of the stack's ${role}`]),
      ...lines,
      sum,
    ],
    ...(problems > 0 && { exit: "problems" as const }),
  };
}
