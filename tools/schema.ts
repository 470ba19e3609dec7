/** `npm run schema`: writes the JSON schemas that editors check sealstack.yaml and backup.yaml with. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMA_FILE, schemaText } from "../config/json-schema";
import { targetsJsonSchema } from "../scripts/core/targets/schema";

/** Goes with the package: hosts have it beside the program. */
const TARGETS_SCHEMA_FILE = "scripts/backup.schema.json";

const write = (file: string, text: string): void => writeFileSync(join(__dirname, "..", file), text);
write(SCHEMA_FILE, schemaText());
write(TARGETS_SCHEMA_FILE, targetsJsonSchema());
