/** `npm run schema`: writes the JSON schemas that editors check sealstack.yaml and backup.yaml with, that of structured logs, and those of what `--json` prints. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMA_FILE, schemaText } from "../config/json-schema";
import { targetsJsonSchema } from "../scripts/core/targets/schema";
import { LOG_SCHEMA } from "../scripts/output/log-format";
import { schemaFiles } from "./report-schemas";

/** They go with the package: hosts have them beside the program. */
const TARGETS_SCHEMA_FILE = "scripts/backup.schema.json";
const LOG_SCHEMA_FILE = "scripts/log.schema.json";

const write = (file: string, text: string): void => writeFileSync(join(__dirname, "..", file), text);
write(SCHEMA_FILE, schemaText());
for (const [file, text] of schemaFiles()) write(file, text);
write(TARGETS_SCHEMA_FILE, targetsJsonSchema());
write(LOG_SCHEMA_FILE, `${JSON.stringify(LOG_SCHEMA, null, 2)}\n`);
