/** What `--json` prints, command by command: one source for the published files and for the tests that read real reports. */
import { z } from "zod";
import { EXIT } from "../../scripts/errors";
import { BACKUP_REPORTS } from "./backups";
import { FLEET_REPORTS } from "./fleet";
import { KEY_REPORTS } from "./keys";
import { MESSAGE_REPORTS } from "./messages";
import { OTHER_REPORTS } from "./others";
import { RETENTION_REPORTS } from "./retention";
import { report, type Schema, text } from "./words";

/** By the words of the command. */
export const REPORTS: Readonly<Record<string, Schema>> = {
  ...BACKUP_REPORTS,
  ...RETENTION_REPORTS,
  ...KEY_REPORTS,
  ...MESSAGE_REPORTS,
  ...FLEET_REPORTS,
  ...OTHER_REPORTS,
};

const EXITS = Object.keys(EXIT) as [string, ...string[]];

/** One line on stderr: why a command failed. */
export const ERROR = report({
  error: report({
    exit: z.enum(EXITS),
    status: z.number().int().min(1).max(255),
    message: text,
    hint: text.optional(),
  }),
});

/** Lines on stderr before the end. */
export const WARNING = report({ warning: text });

/** Path below the package of the schema of a command's report, or of what any command may say on stderr. */
export const schemaFile = (name: string): string =>
  `scripts/schemas/${name.replaceAll(" ", "-")}.schema.json`;

/** Texts of all files by their paths. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const all = { ...REPORTS, error: ERROR, warning: WARNING };
  return new Map(Object.entries(all).map(([name, schema]) => [schemaFile(name), textOf(schema)]));
}

/** Whoever reads reports must not stumble over fields of later versions, so that the published schemas let them in. */
const textOf = (schema: Schema): string =>
  `${JSON.stringify(
    z.toJSONSchema(schema, {
      override: ({ jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    }),
    null,
    2,
  )}\n`;
