/** Of the commands that need no credentials. */
import { z } from "zod";
import { flag, pairs, report, type Schema, text, texts } from "./words";

/** Decisions and what they depend on: docs/access-report.md tells what stands in them. */
const told = z.looseObject({});

export const OTHER_REPORTS: Readonly<Record<string, Schema>> = {
  access: z.looseObject({
    stacks: z.array(
      z.looseObject({
        stack: text,
        origin: text,
        principals: z.array(z.looseObject({ id: text, name: text, group: text })),
        resources: z.array(z.looseObject({ id: text, name: text, kind: text })),
        access: z.array(z.looseObject({ principal: text, resource: text, action: text, effect: text })),
        findings: z.array(told),
        notRead: z.array(z.unknown()),
      }),
    ),
    changes: z.array(told).optional(),
    newAccess: flag.optional(),
    drift: z
      .array(
        z.looseObject({
          stack: text,
          differences: z.array(z.looseObject({ at: text, what: text })),
          missing: texts,
          notRead: texts,
          notCompared: texts,
        }),
      )
      .optional(),
    drifted: flag.optional(),
  }),
  init: report({
    folder: text,
    files: texts,
    next: texts,
    presets: texts,
    accounts: pairs,
    region: text,
    repository: text,
  }),
  completion: report({ shell: text, script: text }),
  "vault-config": pairs,
};
