import { Document, Scalar, visit } from "yaml";
import { isPrintable, printableInQuotes } from "../../../modules/printable";

/** A YAML document; what a terminal would obey stands in quotes, where YAML has escapes for it. */
export function yamlText(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar: (_, scalar) => {
      const { value } = scalar;
      if (typeof value !== "string" || isPrintable(value)) return;
      // A file within a file is read as it stands.
      scalar.type = value.split("\n").every(isPrintable) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 }).trimEnd().split("\n").map(printableInQuotes).join("\n");
}
