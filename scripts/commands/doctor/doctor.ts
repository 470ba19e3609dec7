/** `sealstack doctor`: what is wrong, why, and what to type. It only tells. */
import { OUTPUT } from "../../../modules/backup-contract";
import { type BucketQuestion, listChecks, settingChecks, uploadCheck } from "../../core/doctor/bucket-checks";
import { type Check, causesOnce, look, type Subject } from "../../core/doctor/check";
import { type Declared, declaredChecks } from "../../core/doctor/declared-checks";
import { credentialChecks, endpointChecks } from "../../core/doctor/host-checks";
import { keyChecks } from "../../core/doctor/key-checks";
import { policyChecks } from "../../core/doctor/policy-checks";
import type { Inspection } from "../../core/doctor/ports";
import { quotaChecks } from "../../core/doctor/quota-checks";
import { openCheck, sealCheck } from "../../core/doctor/use-checks";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { doctorReport } from "./doctor-report";
import { programsOf } from "./programs";
import { expected, roleOf, rolesToSimulate } from "./roles";
import { runsOf, targetsOf } from "./this-host";

export interface DoctorOptions {
  readonly settings: Settings;
  /** `backup.yaml`. @default - the one of this host, where there is one */
  readonly config: string | undefined;
}

export async function run({ settings, config }: DoctorOptions, io: CommandIo): Promise<Report> {
  const { services, signal, now, output } = io;
  const say = (what: string): void => output.progress(`looking at ${what}`);
  const question: BucketQuestion = { prefixes: settings.searchPrefixes, now: now(), signal };
  const inspection = services.inspection(settings, signal);
  say("credentials");
  const { checks: ofCredentials, caller } = await credentialChecks(
    inspection,
    () => services.caller(settings, signal),
    now(),
  );
  const role = roleOf(caller, settings);
  const checks: Check[] = [...ofCredentials];
  say("the way to AWS");
  checks.push(...(await endpointChecks(inspection, now)));
  say("keys");
  checks.push(...(await group("key", "keys", () => keysOf(settings, inspection, io))));
  say("the bucket");
  checks.push(...(await group("backups", "bucket", () => bucketOf(settings, question, inspection, io))));
  say("policies");
  checks.push(...(await policiesOf(settings, role, inspection)));
  say("this host");
  const { checks: ofTargets, targets } = await targetsOf(config);
  checks.push(...ofTargets, ...(await programsOf(targets, io)), ...runsOf(settings));
  return doctorReport(
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

async function keysOf(
  settings: Settings,
  inspection: Inspection,
  { services, signal, now }: CommandIo,
): Promise<readonly Check[]> {
  if (settings.sealKeys.length === 0 && settings.openKeys.length === 0) return [];
  const declared = settings.outputs[OUTPUT.keyArn];
  const given = settings.sealKeys.includes(String(settings.outputs[OUTPUT.alias]));
  const kms = await services.keyLife(settings, signal);
  const { checks, keys } = await keyChecks(kms, await services.rotation(settings), {
    sealKeys: settings.sealKeys,
    openKeys: settings.openKeys,
    declared: given && typeof declared === "string" ? declared : undefined,
    byHand: settings.outputs[OUTPUT.keyVersions] !== undefined,
    now: now(),
  });
  return [...checks, ...(await quotaChecks(inspection, keys, now()))];
}

/** What IAM says that a role may, it says to those who may ask: rarely to the role itself. */
async function policiesOf(settings: Settings, role: string | undefined, inspection: Inspection) {
  const { bucket, outputs, searchPrefixes: prefixes } = settings;
  const [keyArn, alias] = [outputs[OUTPUT.keyArn], outputs[OUTPUT.alias]];
  if (bucket === undefined || typeof keyArn !== "string") return [];
  return policyChecks(inspection.simulate, rolesToSimulate(role, settings), {
    keyArn,
    bucket,
    prefixes,
    alias: typeof alias === "string" ? alias : undefined,
  });
}

async function bucketOf(
  settings: Settings,
  question: BucketQuestion,
  inspection: Inspection,
  { services, signal }: CommandIo,
) {
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
  const versions = await services.versions(settings);
  return [
    ...checks,
    ...(await settingChecks(versions, question)),
    ...(await declaredChecks(inspection, versions, declaredOf(settings), signal)),
    await uploadCheck(await services.uploads(settings), question),
    ...(usesKeys
      ? [
          await sealCheck(() => services.cipher(settings, "seal", signal), question.prefixes[0] ?? ""),
          await openCheck(store, () => services.cipher(settings, "open", signal), newest, signal),
        ]
      : []),
  ];
}

function declaredOf({ outputs }: Settings): Declared {
  const [keyArn, days] = [outputs[OUTPUT.keyArn], outputs[OUTPUT.retentionDays]];
  return {
    keyArn: typeof keyArn === "string" ? keyArn : undefined,
    retentionDays: typeof days === "object" && days !== null ? (days as Record<string, number>) : {},
  };
}
