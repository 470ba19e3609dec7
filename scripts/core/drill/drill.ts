/** One restore drill: restore, look at what came back, and say what was found. */

import { OperatorError } from "../../errors";
import { Extractor } from "../archive/reading/extract";
import { readManifest } from "../backup/manifest";
import { comparePayload, type Payload, readPayload } from "../backup/payload";
import { absent } from "../backup/verify";
import { type BackupName, manifestKey } from "../object-key";
import type { EncryptionContext, MessageCipher, ObjectStore } from "../ports";
import type { CheckSurroundings } from "./check-surroundings";
import { Checks } from "./checks/check";
import { etcdChecks } from "./checks/etcd-checks";
import { stepCaChecks } from "./checks/step-ca-checks";
import { type Command, commandCheck } from "./checks/user-command";
import type { Evidence } from "./evidence/evidence";
import type { Programs } from "./ports";
import { inScratch } from "./scratch";

export interface DrillRequest {
  readonly backup: BackupName;
  /** Up to when it holds what there is. */
  readonly freshAt: Date;
  readonly choice: Evidence["choice"];
  /** Pairs that the encryption context must hold besides those of every backup. */
  readonly context: EncryptionContext;
  /** A program of the user's that looks at the restored directory. */
  readonly command: Command | undefined;
  /** Time for each program that a check runs. */
  readonly timeoutSeconds: number;
  /** File with the password of a step-ca's intermediate key. */
  readonly stepCaPasswordFile: string | undefined;
  /** Whether what had to be skipped fails the drill. */
  readonly strict: boolean;
}

export interface DrillSurroundings {
  readonly store: ObjectStore;
  readonly cipher: MessageCipher;
  readonly programs: Programs;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly host: string;
  /** ARN of who asks AWS. */
  readonly caller: string | undefined;
  readonly region: string | undefined;
  /** Of what runs the drill, by program. */
  readonly versions: Readonly<Record<string, string>>;
  /** Below which the scratch directory is made. */
  readonly tmpDir: string;
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
  /** Gets what a check command that fails says last. */
  readonly onSaid: (line: string) => void;
}

const RESTORED = "the backup is restored, and every file has its digest";
const MANIFEST = "the manifest agrees with what was restored";

/** What tells that this backup cannot be restored with these keys; all else tells of the network, of this host, or of the command line. */
const ABOUT_BACKUP = new Set(["notAuthentic", "context", "key", "accessDenied", "notFound"]);

/**
 * @throws OperatorError whatever is no finding about the backup: no drill took place then, and there is no evidence.
 */
export async function drill(request: DrillRequest, surroundings: DrillSurroundings): Promise<Evidence> {
  const { signal, now, tmpDir } = surroundings;
  const started = now();
  const checks = new Checks(now, signal);
  const found = await inScratch(tmpDir, ({ restored, workshop }) =>
    restoreAndCheck(request, surroundings, checks, restored, workshop),
  );
  signal.throwIfAborted();
  if (request.strict && checks.all.some(({ result }) => result === "skipped"))
    checks.note({ name: "no check is skipped", result: "failed", detail: "--strict was given" });
  return record(request, surroundings, { started, checks, ...found });
}

interface Findings {
  readonly payload?: Payload;
  readonly versions: Readonly<Record<string, string>>;
}

async function restoreAndCheck(
  request: DrillRequest,
  { store, cipher, programs, signal, now, onProgress, onSaid }: DrillSurroundings,
  checks: Checks,
  restored: CheckSurroundings["restored"],
  workshop: CheckSurroundings["workshop"],
): Promise<Findings> {
  const { backup, context, command, timeoutSeconds, stepCaPasswordFile: passwordFile } = request;
  let payload: Payload | undefined;
  await checks.run(
    RESTORED,
    async () => {
      const extractor = new Extractor(restored.own);
      const reading = { store, cipher, signal, ...(onProgress === undefined ? {} : { onProgress }) };
      payload = await readPayload(backup, { context, digest: true }, extractor, reading);
      await extractor.finish();
      const { files, bytes } = payload.content;
      const found = `${files} ${files === 1 ? "file" : "files"}, ${bytes} bytes`;
      return { detail: [found, ...payload.keyRemarks].join("; ") };
    },
    ({ exit }) => ABOUT_BACKUP.has(exit),
  );
  if (payload === undefined) return { versions: {} };
  await manifestCheck(checks, backup, payload, store, signal);
  const given: CheckSurroundings = { restored, workshop, programs, timeoutSeconds, signal };
  const { source } = payload.content.info;
  const versions =
    source === "etcd"
      ? await etcdChecks(checks, given)
      : source === "step-ca"
        ? await stepCaChecks(checks, { ...given, now: now(), passwordFile })
        : {};
  if (command !== undefined) await commandCheck(checks, command, given, onSaid);
  return { payload, versions };
}

async function manifestCheck(
  checks: Checks,
  backup: BackupName,
  payload: Payload,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<void> {
  await checks.run(
    MANIFEST,
    async () => {
      const read = await readManifest(store, manifestKey(backup.id), signal).catch(absent);
      if (read === undefined)
        return { result: "warning", detail: "there is none: the backup is listed as incomplete" };
      const { problems, remark } = comparePayload(read, backup, payload);
      if (problems.length === 0)
        return remark === undefined ? undefined : { result: "warning", detail: remark };
      throw new OperatorError("notAuthentic", problems.join("; "));
    },
    ({ exit }) => ABOUT_BACKUP.has(exit),
  );
}

function record(
  { backup, freshAt, choice }: DrillRequest,
  { store, region, now, host, caller, versions }: DrillSurroundings,
  {
    started,
    checks,
    payload,
    versions: more,
  }: Findings & { readonly started: Date; readonly checks: Checks },
): Evidence {
  const finished = now();
  const elapsed = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime()) / 1000;
  return {
    schemaVersion: 1,
    kind: "sealstack drill",
    result: checks.failed ? "failed" : "passed",
    backup: {
      id: backup.id,
      store: store.name,
      ...(region === undefined ? {} : { region }),
      createdAt: backup.createdAt.toISOString(),
      freshAt: freshAt.toISOString(),
      ageSeconds: elapsed(backup.createdAt, started),
      ...(payload === undefined ? {} : whatItIs(payload)),
    },
    choice,
    startedAt: started.toISOString(),
    finishedAt: finished.toISOString(),
    durationSeconds: elapsed(started, finished),
    checks: checks.all,
    by: { ...(caller === undefined ? {} : { caller }), host },
    versions: { ...versions, ...more },
  };
}

const whatItIs = ({ content, header, bytes, sha256 }: Payload) => ({
  source: content.info.source,
  host: content.info.host,
  ciphertextBytes: bytes,
  ...(sha256 === undefined ? {} : { ciphertextSha256: sha256 }),
  contentBytes: content.bytes,
  files: content.files,
  keyArns: [...header.keyArns],
});
