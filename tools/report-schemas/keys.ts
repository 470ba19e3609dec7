/** Of the commands on keys, and of what is about more than backups. */
import { z } from "zod";
import { failure, flag, number, pairs, report, type Schema, text, texts, time, whole } from "./words";

/** `rewrap` and `reencrypt`. */
const many = report({
  status: z.enum(["planned", "done"]),
  store: text,
  toKeys: texts,
  fromKeys: texts,
  kmsCalls: z.record(text, whole),
  notUnderFromKey: whole,
  withPassphrase: whole,
  failed: z.array(failure.extend({ id: text })),
  problems: texts,
  already: texts,
});

export const KEY_REPORTS: Readonly<Record<string, Schema>> = {
  "keys status": report({
    store: text,
    prefixes: texts,
    without: texts,
    backups: whole,
    bytes: whole,
    withPassphrase: whole,
    byManifest: whole,
    problems: texts,
    atRisk: flag,
    keys: z.array(
      report({
        arn: text,
        condition: text,
        kmsState: text.nullable(),
        usable: flag,
        going: flag,
        atRisk: flag,
        deletionDate: time.nullable(),
        validTo: time.nullable(),
        replica: text.nullable(),
        problem: text.nullable(),
        backups: whole,
        bytes: whole,
        bySidecar: whole,
        only: report({ backups: whole, bytes: whole, oldest: text.nullable(), newest: text.nullable() }),
      }),
    ),
    openWithNoKey: texts,
    unread: z.array(failure.extend({ id: text })),
  }),
  rewrap: many.extend({
    planned: texts,
    done: z.array(report({ id: text, sidecar: text, bytes: whole })),
  }),
  reencrypt: many.extend({
    bytes: whole,
    planned: z.array(report({ id: text, bytes: whole, manifestOnly: flag })),
    done: z.array(report({ id: text, bytes: whole, sha256: text, manifestOnly: flag })),
  }),
  rotate: report({
    way: z.enum(["alias", "on demand"]),
    status: text,
    alias: text.optional(),
    from: text.optional(),
    to: text.nullish(),
    key: text.optional(),
    rotationsLeft: whole.optional(),
    plan: texts,
    warnings: texts,
    next: texts,
  }),
  "setup-kms": report({
    changed: flag,
    dryRun: flag,
    steps: texts,
    variables: z.record(text, text),
    policies: z.record(text, z.looseObject({})),
  }),
  "import-key-material": report({
    keys: z.array(
      report({
        keyArn: text,
        spec: text,
        state: text,
        materialId: text.nullish(),
        validTo: time.nullable(),
      }),
    ),
  }),
  audit: report({
    from: time,
    to: time,
    keys: z.array(
      report({
        key: text,
        region: text,
        complete: flag,
        counts: report({ "failed decrypt": whole, failed: whole, change: whole, use: whole }),
        groups: z.array(
          report({
            kind: z.enum(["failed decrypt", "failed", "change", "use"]),
            event: text,
            error: text.optional(),
            principal: text,
            through: text.optional(),
            contextKeys: texts,
            namesKey: flag,
            count: whole,
            first: time,
            last: time,
          }),
        ),
        lookups: z.array(
          report({ attribute: text, value: text, events: whole, complete: flag, oldest: time.optional() }),
        ),
      }),
    ),
    notShown: texts,
  }),
  doctor: report({
    role: text.optional(),
    problems: whole,
    warnings: whole,
    checks: z.array(
      report({
        subject: text,
        name: text,
        result: z.enum(["ok", "problem", "warning", "not allowed", "unknown"]),
        detail: text,
        mend: text.optional(),
        cause: text.optional(),
      }),
    ),
  }),
  "snapshot share": report({
    type: text,
    id: text,
    region: text,
    keyArns: texts,
    accounts: texts,
    added: texts,
  }),
  "snapshot copy": report({
    type: text,
    source: text,
    sourceRegion: text,
    id: text,
    region: text,
    keyArn: text,
    began: text,
  }),
  "kms-plugin": report({ stopped: z.literal(true) }),
  "kms-plugin manifest": report({ manifest: text }),
  "kms-plugin rotation plan": report({
    steps: z.array(report({ title: text, text, commands: texts })),
  }),
  "kms-plugin rotation status": report({
    keys: z.array(
      report({
        key: text,
        keyIds: texts,
        instances: z.array(report({ url: text, keyId: text, since: time })),
        healthy: flag,
        migrationSafeAt: time.optional(),
        migrationSafe: flag,
        staleReads: z.array(report({ provider: text, keyIdHash: text, last: time })).optional(),
      }),
    ),
  }),
  "tofu-key-provider": report({ keyArn: text, opened: flag }),
  "tofu-key-provider print": report({ encryption: text.optional(), backend: text.optional() }),
  cost: report({
    pricesAsOf: text,
    currency: text,
    totalUsd: number,
    stacks: z.array(
      report({
        stack: text,
        region: text,
        items: z.array(
          report({
            of: text,
            region: text,
            what: text,
            price: text,
            quantity: number,
            unit: text,
            unitPriceUsd: number,
            per: number,
            monthlyUsd: number,
          }),
        ),
        totalUsd: number,
        pricedAs: pairs,
        notCounted: texts,
        bucketKeys: z.array(
          report({
            bucket: text,
            region: text,
            on: flag,
            requestsWith: number,
            requestsWithout: number,
            usdWith: number,
            usdWithout: number,
          }),
        ),
        prefixes: texts,
      }),
    ),
    neverCounted: texts,
    sources: z.record(
      text,
      report({ url: text, published: text.nullable(), read: text, how: text.optional() }),
    ),
  }),
};
