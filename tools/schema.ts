/** `npm run schema`: writes the JSON schema that editors check sealstack.yaml with. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMA_FILE, schemaText } from "../config/json-schema";

writeFileSync(join(__dirname, "..", SCHEMA_FILE), schemaText());
