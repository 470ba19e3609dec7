import { z } from "zod";
import { configSchema } from "./schema";

/** Where the schema is kept, from the root of the repository. `npm run schema` writes it, and a test sees that it is current. */
export const SCHEMA_FILE = "config/sealstack.schema.json";

/** The JSON schema of the file as people write it: what has a default may be left out. */
export function schemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(configSchema, { io: "input" }), null, 2)}\n`;
}
