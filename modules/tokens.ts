/**
 * What only Terraform knows: values of variables, references and functions. Until it resolves them, cdktf puts markers in their place, and this is the one
 * file that tells markers from other values. An IAM variable such as `${aws:username}` is none of them, and neither is a template that somebody wrote himself.
 */

/** What a marker stands for. `value` has no type yet, as `TerraformVariable.value` has none. */
export type TokenKind = "text" | "list" | "map" | "number" | "value";

const TEXT = /\$\{TfToken\[[A-Za-z0-9:._-]+\]\}/;
const LIST = /#\{TfToken\[[A-Za-z0-9:._-]+\]\}/;
const MAP = /&\{TfToken\[[A-Za-z0-9:._-]+\]\}/;
/** Numbers of two magnitudes that nobody writes, for numbers and lists of numbers; their last digits tell markers apart. */
const NUMBER = /-\d(?:\.\d+)?e\+(?:298|289)/;

/** What every marker has in it, and every number: most texts have neither, and are looked at thousands of times. */
const MARK = "TfToken[";
const NUMBER_MARK = "e+2";

const ANY = new RegExp([TEXT, LIST, MAP, NUMBER].map(({ source }) => source).join("|"), "g");
const OTHER = /%\{|[#&]\{TfToken\[|\$\{(?!TfToken\[)/;
const PARTS = new RegExp(`(${TEXT.source})`);

/** The upper 16 bits of such numbers. Source: cdktf, `tokens/private/encoding.ts`; a test compares. */
const NUMBER_BITS = 0xfdff;
const NUMBER_LIST_BITS = 0xfbff;

/** What kind of value a marker stands for; `undefined` where the value is no marker and, as a text, holds none. */
export function tokenKind(value: unknown): TokenKind | undefined {
  if (typeof value === "string") return textKind(value);
  if (typeof value === "number") return upperBits(value) === NUMBER_BITS ? "number" : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 1 && isListMarker(value[0]) ? "list" : undefined;
  for (const key of Object.keys(value)) if (isMarked(key) && MAP.test(key)) return "map";
  return "resolve" in value && typeof value.resolve === "function" ? "value" : undefined;
}

/** Whether there may be a marker in a text, those of numbers aside. A text without is looked at once, and that is nearly every one. */
export function isMarked(text: string): boolean {
  return text.length > MARK.length && text.includes(MARK);
}

/** Whether a value, or a part of a text, is known to Terraform only. */
export function isToken(value: unknown): boolean {
  return tokenKind(value) !== undefined;
}

/** Whether something in a list stands for a whole list. Only by itself it is one: cdktf refuses it beside others. */
export function isListMarker(item: unknown): boolean {
  return typeof item === "string" ? isMarked(item) && LIST.test(item) : upperBits(item) === NUMBER_LIST_BITS;
}

/** A text as literals and markers of texts in turns, literals first. */
export function tokenParts(text: string): readonly string[] {
  return text.split(PARTS);
}

/** A text in which every marker is replaced, those of lists, maps and numbers too. */
export function replaceTokens(text: string, by: string | ((token: string) => string)): string {
  if (!text.includes(MARK) && !text.includes(NUMBER_MARK)) return text;
  return text.replaceAll(ANY, typeof by === "string" ? () => by : by);
}

/** Whether Terraform would find something in a text, other than markers of texts, that it does not take as it is: a template, or a whole list or map. */
export function holdsTemplate(text: string): boolean {
  return OTHER.test(text);
}

function textKind(text: string): TokenKind | undefined {
  const marked = isMarked(text);
  if ((marked && TEXT.test(text)) || (text.includes(NUMBER_MARK) && NUMBER.test(text))) return "text";
  if (!marked) return undefined;
  if (LIST.test(text)) return "list";
  return MAP.test(text) ? "map" : undefined;
}

function upperBits(value: unknown): number | undefined {
  if (typeof value !== "number") return undefined;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getUint16(0);
}
