import { withComments } from "../../../tools/hcl-module/comments";
import { withoutDefaults } from "../../../tools/hcl-module/defaults";
import { LINE_WIDTH, wrapLines } from "../../../tools/hcl-module/wrap";

describe("long lines", () => {
  const word = "abcdefghi";
  const words = (count: number) => Array.from({ length: count }, () => word).join(" ");

  it("of one item in a list are broken around it", () => {
    const item = `"${"x".repeat(110)}"`;
    expect(wrapLines(`    Resource = [${item}]`)).toBe(`    Resource = [\n${item},\n]`);
  });

  it("of text are joined from several, and mean the same", () => {
    const wrapped = wrapLines(`  description = "${words(30)}"`);
    const parts = [...wrapped.matchAll(/^"(.*)",$/gm)].map(([, part = ""]) => part);
    expect(wrapped).toMatch(/^ {2}description = join\(" ", \[\n/);
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(LINE_WIDTH);
    expect(parts.join(" ")).toBe(words(30));
  });

  it("are never broken inside of a template or an escape", () => {
    const text = `${words(8)} \${lookup({ "a" = "b c d" }, e, "f g")} \\"x y\\" ${words(8)}`;
    const wrapped = wrapLines(`a = "${text}"`);
    const parts = [...wrapped.matchAll(/^"(.*)",$/gm)].map(([, part = ""]) => part);
    expect(parts.join(" ")).toBe(text);
    expect(parts.some((part) => part.includes('${lookup({ "a" = "b c d" }, e, "f g")}'))).toBe(true);
  });

  it("stay as they are where there is nothing to break, and short ones anyway", () => {
    for (const line of [`a = "${"x".repeat(130)}"`, `# ${words(20)}`, `a = "${words(3)}"`, `a = ["b"]`])
      expect(wrapLines(line)).toBe(line);
  });

  it("of a call have one argument each", () => {
    expect(wrapLines(`a = lookup({ "b" = "${"c".repeat(100)}" }, d, "e f")`)).toBe(
      `a = lookup(\n{\n"b" = "${"c".repeat(100)}"\n},\nd,\n"e f"\n)`,
    );
  });
});

describe("defaults", () => {
  it("are left out, and other values are not", () => {
    const role = (seconds: number) =>
      `resource "aws_iam_role" "r" {\n  max_session_duration = ${seconds}\n  name = "r"\n}`;
    expect(withoutDefaults(role(3600))).toBe('resource "aws_iam_role" "r" {\n  name = "r"\n}');
    expect(withoutDefaults(role(7200))).toBe(role(7200));
    const other = 'resource "aws_x" "r" {\n  max_session_duration = 3600\n}';
    expect(withoutDefaults(other)).toBe(other);
  });
});

describe("comments", () => {
  const bucket = 'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}';

  it("say what a bucket does without, unless it does not", () => {
    const skips = (...others: string[]) =>
      [...(withComments([bucket, ...others])[0] ?? "").matchAll(/^#checkov:skip=(\w+):\S.*$/gm)].map(
        ([, check]) => check,
      );
    expect(skips()).toEqual(["CKV_AWS_18", "CKV2_AWS_62", "CKV_AWS_144"]);
    const part = (type: string, of = "b") =>
      `resource "${type}" "p" {\n  bucket = aws_s3_bucket.${of}.bucket\n}`;
    expect(skips(part("aws_s3_bucket_logging"), part("aws_s3_bucket_notification"))).toEqual(["CKV_AWS_144"]);
    expect(skips(part("aws_s3_bucket_logging", "other"))).toHaveLength(3);
  });

  it("say why a part waits", () => {
    const [part = ""] = withComments(['resource "aws_s3_bucket_policy" "p" {\n  depends_on = [a.b]\n}']);
    expect(part).toMatch(/# S3 takes one change of a bucket at a time: .*\n {2}depends_on = \[a\.b\]/);
  });
});
