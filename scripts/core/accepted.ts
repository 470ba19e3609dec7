import { z } from "zod";
import { OperatorError } from "../errors";

/** In a file of settings: a text that a function returns, or refuses as `usage`. */
export const accepted = (accept: (text: string) => string): z.ZodType<string> =>
  z.string().transform((text, context) => {
    try {
      return accept(text);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      context.addIssue({ code: "custom", message: error.summary });
      return z.NEVER;
    }
  });
