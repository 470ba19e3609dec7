import { hostname, tmpdir } from "node:os";
import { OUTPUT } from "../../../modules/backup-contract";
import type { SourceCheck } from "../../core/archive/info";
import { type BackupRequest, type BackupSurroundings, backup, planBackup } from "../../core/backup/backup";
import { newContext } from "../../core/backup/backup-context";
import type { Manifest } from "../../core/backup/manifest";
import { type Patience, probe, waitForPolicy } from "../../core/backup/wait-for-policy";
import { lookBack } from "../../core/catalog/look-back";
import { parseNewContext } from "../../core/crypto/context-pairs";
import type { BackupName } from "../../core/object-key";
import type { PreparedSource } from "../../core/sources/source";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { backupPrefix } from "../../settings/backup-prefix";
import type { Settings } from "../../settings/config";
import { cleanUp } from "../clean-up";
import { formatBytes, formatDuration, formatFacts } from "../format";
import type { CommandIo } from "../io";
import { nextCommand } from "../next-command";
import { progress } from "../progress";
import { type BackupOptions, backupNameOf, checkSource, prepareSource } from "./backup-source";
import { ChangeWatch } from "./backup-unchanged";

/** Makes a backup and says how to prove and how to restore it. */
export async function run(options: BackupOptions, io: CommandIo): Promise<Report> {
  const { settings, waitForPolicySeconds: seconds } = options;
  const { services, signal, now, output, toolVersion } = io;
  refuseCopies(settings);
  checkSource(options, io);
  const request = {
    prefix: backupPrefix(settings),
    name: backupNameOf(options),
    context: parseNewContext(options.context),
    compression: options.compression,
  };
  const store = await services.store(settings);
  const cipher = await services.cipher(settings, "seal");
  const onProgress = progress(io, `backing up ${request.name}`);
  let blind: string | undefined;
  const onRemark = (remark: string): void => {
    blind = remark;
  };
  const catalogFor = (to: BackupName) => lookBack(to, { store, signal, now, onRemark });
  const surroundings = { store, cipher, signal, now, host: hostname(), toolVersion, onProgress, catalogFor };
  const plan = planBackup(request, surroundings);
  const onWait = (error: Error): void => output.progress(`waiting for permissions: ${error.message}`);
  const patience = { seconds, now, signal, onWait };
  const context = newContext(plan.id, options.source, request.context);
  if (seconds > 0)
    await waitForPolicy(() => probe(store, cipher, { prefix: plan.prefix, context, signal }), patience);
  cleanUp([tmpdir()], io);
  const lock = await store.lock?.(`${plan.prefix}${plan.name}`);
  try {
    if (lock?.remark !== undefined) output.warn(lock.remark);
    const report = await backUp(options, { request, plan, patience, surroundings }, io);
    if (blind !== undefined) output.warn(blind);
    return report;
  } finally {
    lock?.release();
  }
}

interface Planned {
  readonly request: BackupRequest;
  readonly plan: BackupName;
  readonly patience: Patience;
  readonly surroundings: BackupSurroundings;
}

/** All that only one run on a host does at a time. */
async function backUp(
  options: BackupOptions,
  { request, plan, patience, surroundings }: Planned,
  io: CommandIo,
): Promise<Report> {
  const { output } = io;
  const { settings } = options;
  const { store, cipher } = surroundings;
  for (const remark of (await store.removeLeftUploads?.()) ?? []) output.warn(remark);
  const watch =
    options.skipUnlessOlderMilliseconds === undefined
      ? undefined
      : new ChangeWatch({ options, request, plan, store, cipher }, io);
  const early = options.source === "etcd" ? await watch?.lookAtEtcd() : undefined;
  if (typeof early === "object") return early;
  const source = await prepareSource(options, request.name, io);
  try {
    const because = early ?? (await watch?.lookAt(source));
    if (typeof because === "object") return because;
    for (const check of source.checks) if (check.result !== "passed") output.warn(describe(check));
    if (source.skipped.length > 0) output.warn(`left out: ${source.skipped.join(", ")}`);
    const manifest = await waitForPolicy(() => backup(source, plan, request, surroundings), patience);
    await watch?.remember(manifest);
    const { checks, skipped } = source;
    return {
      data: { ...manifest, store: store.name, checks, skipped, ...(because !== undefined && { because }) },
      lines: lines(manifest, { source, because, store: store.name, settings }),
    };
  } finally {
    await source.dispose();
  }
}

const describe = ({ name, result, detail }: SourceCheck): string =>
  `${name}: ${result}${detail === undefined ? "" : ` (${detail})`}`;

interface Made {
  readonly source: Pick<PreparedSource, "description" | "checks">;
  /** Why it was not skipped. */
  readonly because: string | undefined;
  readonly store: string;
  readonly settings: Settings;
}

function lines(made: Manifest, { source, because, store, settings }: Made): string[] {
  const { checks } = source;
  const { id, keyArns, ciphertextBytes, plaintextBytes, files, durationSeconds } = made;
  const before = `${formatBytes(plaintextBytes)} before compression, ${files} ${files === 1 ? "file" : "files"}`;
  return formatFacts(`backed up ${source.description}`, [
    ["id", id],
    ...(because === undefined ? [] : [["because", because] as const]),
    [
      "stored",
      `${formatBytes(ciphertextBytes)} in ${store} (${before}) in ${formatDuration(durationSeconds * 1000)}`,
    ],
    ["sealed", keyArns.length === 0 ? "with a passphrase (age)" : keyArns],
    ...(checks.length === 0 ? [] : [["checks", checks.map(describe)] as const]),
    ["next", nextCommand(settings, keyArns, "verify", id)],
  ]);
}

/** S3 would refuse it, too, after all of the source was read. @throws OperatorError `usage` */
function refuseCopies({ secondRegion, bucket, outputs }: Settings): void {
  if (secondRegion === undefined || bucket !== outputs[OUTPUT.bucket]) return;
  throw new OperatorError("usage", `the stack takes no backups in ${secondRegion}, only copies of them`, {
    hint: "leave out --region, to back up to the stack's first region",
  });
}
