/** Of the commands that hide, hold and bring back. */
import { z } from "zod";
import { flag, report, type Schema, text, texts, time, whole } from "./words";

const version = report({ key: text, versionId: text });

const held = report({
  store: text,
  dryRun: flag,
  legalHold: flag,
  backups: z.array(report({ id: text, versions: whole, changed: z.array(version) })),
});

export const RETENTION_REPORTS: Readonly<Record<string, Schema>> = {
  prune: report({
    store: text,
    dryRun: flag,
    timeZone: text,
    series: z.array(
      report({
        prefix: text,
        name: text,
        policy: text.nullish(),
        backups: z.array(
          report({
            id: text,
            createdAt: time,
            bytes: whole,
            verdict: z.enum(["keep", "delete", "pass over"]),
            reasons: texts,
          }),
        ),
      }),
    ),
    deleted: texts,
    finished: texts,
    versions: z.array(z.looseObject({})).optional(),
  }),
  undelete: report({
    store: text,
    dryRun: flag,
    backups: texts,
    alreadyVisible: texts,
    objects: z.array(report({ key: text, deletedAt: time, deleteMarkers: whole })),
  }),
  quarantine: z.union([
    report({ store: text, id: text, quarantined: z.literal(true), mark: text, reason: text }),
    report({ store: text, id: text, quarantined: z.literal(false), removed: texts }),
  ]),
  "hold set": held,
  "hold release": held,
  "lock extend": report({
    store: text,
    dryRun: flag,
    until: text,
    backups: z.array(
      report({
        id: text,
        versions: whole,
        changed: z.array(version.extend({ mode: text, before: time.nullable(), until: time })),
      }),
    ),
  }),
};
