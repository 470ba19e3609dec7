/** Of the commands that make, list, open and remove backups. */
import { z } from "zod";
import { evidence } from "../../scripts/core/drill/evidence/evidence";
import {
  content,
  failure,
  flag,
  number,
  pairs,
  report,
  type Schema,
  text,
  texts,
  time,
  whole,
} from "./words";

const made = report({
  schemaVersion: z.literal(1),
  id: text,
  source: text,
  name: text,
  createdAt: time,
  plaintextBytes: whole,
  ciphertextBytes: whole,
  ciphertextSha256: text,
  compression: text,
  format: text,
  keyArns: texts,
  context: pairs,
  files: whole,
  durationSeconds: number,
  toolVersion: text,
  store: text,
  checks: z.array(report({ name: text, result: text, detail: text.optional() })),
  skipped: texts,
  because: text.optional(),
});

const unchanged = report({
  unchanged: z.literal(true),
  id: text,
  mark: text,
  store: text,
  createdAt: time,
  nextBackupBefore: time.optional(),
});

const listed = report({
  store: text,
  prefixes: texts,
  backups: z.array(
    report({
      id: text,
      name: text,
      createdAt: time,
      bytes: whole,
      complete: flag,
      format: text,
      freshAt: time.optional(),
      drillPassedAt: time.optional(),
      drillFailedAt: time.optional(),
      quarantine: text.optional(),
    }),
  ),
  orphans: texts,
});

const listedContent = report({
  id: text,
  content,
  members: z.array(
    report({
      path: text,
      type: z.enum(["file", "directory", "symlink"]),
      mode: text,
      uid: whole,
      gid: whole,
      size: whole,
      modified: time,
      linkTarget: text.optional(),
    }),
  ),
});

const verifiedWhole = report({
  id: text,
  verified: z.literal(true),
  manifest: flag,
  manifestRemark: text.nullable(),
  ciphertextBytes: whole,
  ciphertextSha256: text,
  keyArns: texts,
  keyRemarks: texts,
  openedWith: text.nullable(),
  context: pairs,
  content: content.optional(),
  durationSeconds: number,
});

const verifiedQuickly = report({
  id: text,
  verified: z.literal("quick"),
  manifest: flag,
  manifestRemark: text.nullable(),
  ciphertextBytes: whole,
  fetchedBytes: whole,
  frames: whole,
  checkedFrames: z.array(whole),
  keyArns: texts,
  keyRemarks: texts,
  openedWith: text.nullable(),
  context: pairs,
  durationSeconds: number,
});

const verifiedAll = report({
  store: text,
  verified: z.union([flag, z.literal("quick")]),
  ok: flag,
  series: z.array(
    report({
      prefix: text,
      name: text,
      backups: z.array(
        report({
          id: text,
          verified: z.union([flag, z.literal("quick")]),
          manifest: flag.optional(),
          manifestRemark: text.nullish(),
          quarantined: flag,
          problem: failure.optional(),
        }),
      ),
      findings: z.array(report({ kind: text, id: text, detail: text })),
      hidden: texts,
      unknown: texts,
      expired: whole,
      retentionDays: whole.optional(),
    }),
  ),
  durationSeconds: number,
});

const restored = report({
  id: text,
  target: text,
  content: content.optional(),
  wrote: report({ files: whole, bytes: whole }).optional(),
  ciphertextBytes: whole,
  durationSeconds: number,
});

const rehydrated = report({
  id: text,
  readable: flag,
  state: text,
  takes: text.nullable(),
  until: time.nullable(),
});

const drilled = z.union([
  evidence.strict().extend({ evidenceKey: text.optional(), evidenceError: failure.optional() }),
  report({ id: text, result: z.literal("not drilled"), error: failure }),
  // of --dry-run
  report({ id: text, choice: evidence.shape.choice }),
]);

const drillTold = report({ at: time, ageSeconds: number, result: text, backup: text });

export const BACKUP_REPORTS: Readonly<Record<string, Schema>> = {
  backup: z.union([made, unchanged]),
  list: z.union([listed, listedContent]),
  verify: z.union([verifiedWhole, verifiedQuickly, verifiedAll]),
  restore: z.union([restored, rehydrated]),
  drill: report({ store: text, dryRun: z.literal(true).optional(), drills: z.array(drilled) }),
  status: report({
    store: text,
    prefixes: texts,
    at: time,
    series: z.array(
      report({
        prefix: text,
        name: text.optional(),
        ok: flag,
        problems: texts,
        lastBackup: report({
          id: text,
          createdAt: time,
          freshAt: time,
          ageSeconds: number,
          bytes: whole,
        }).optional(),
        backups: report({ complete: whole, incomplete: whole, inQuarantine: whole }),
        lastDrill: drillTold.optional(),
        lastGoodDrill: drillTold.optional(),
      }),
    ),
  }),
  cleanup: report({
    store: text,
    prefixes: texts,
    olderThanHours: whole,
    dryRun: flag,
    uploads: z.array(
      report({ key: text, uploadId: text, initiated: time, state: text, problem: text.optional() }),
    ),
  }),
  run: report({
    dryRun: flag,
    steps: z.array(
      report({
        target: text,
        step: text,
        outcome: text,
        due: time,
        status: whole.optional(),
        seconds: number.optional(),
        backup: text.optional(),
        message: text.optional(),
        hint: text.optional(),
      }),
    ),
  }),
  "schedule print": z.union([
    report({ files: z.array(report({ path: text, text })) }),
    report({ written: texts }),
  ]),
};
