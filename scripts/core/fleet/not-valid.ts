import type { z } from "zod";

/** Fields that are named at most. */
const MAX_FIELDS = 5;

/** Where what was read is not as it must be; its values are nobody's business. */
export const notValidAt = ({ issues }: z.ZodError): string => {
  const fields = [...new Set(issues.map(({ path }) => path.join(".") || "the whole"))];
  return `not valid at: ${fields.slice(0, MAX_FIELDS).join(", ")}`;
};
