import { tidyBlock, topLevelBlocks, unquoteExpressions } from "../../../tools/hcl-module/tidy";

describe("expressions", () => {
  it.each([
    ["as a value", 'a = "${b.c}"', "a = b.c"],
    ["in a list of one line", 'a = ["${b.c}", "d", "${e}"]', 'a = [b.c, "d", e]'],
    [
      "in a list of several",
      'alarm_actions = [\n  "${aws_sns_topic.t.arn}"\n]',
      "alarm_actions = [\n  aws_sns_topic.t.arn\n]",
    ],
    ["in lists in lists", 'a = [["${b}"], ["${c}", "${d}"]]', "a = [[b], [c, d]]"],
    ["in an object", 'a = { "k" = "${b}", l = "${c}" }', 'a = { "k" = b, l = c }'],
    ["in a call", 'a = merge("${b}", { c = "${d}" })', "a = merge(b, { c = d })"],
    ["inside of another one", 'a = "${join(",", ["${b}"])}"', 'a = join(",", [b])'],
    ["with braces and quotes", 'a = "${lookup({ "x" = "y" }, b, "}")}"', 'a = lookup({ "x" = "y" }, b, "}")'],
  ])("lose their quotes %s", (_, before, after) => {
    expect(unquoteExpressions(before)).toBe(after);
  });

  it.each([
    ["with text around", 'a = "x${b}"'],
    ["two in one text", 'a = "${b}${c}"'],
    ["that are IAM variables", 'a = "$${aws:username}"'],
    ["that are keys", 'a = { "${b}" = 1 }'],
    ["that are labels", 'resource "a" "${b}" {'],
    ["without any", 'a = "b"'],
    ["that are quoted in a text", 'a = <<EOF\nb = "${c}"\nd = ["${e}"]\nEOF'],
    ["that are quoted in an indented text", 'a = <<-EOT\n  b = "${c}"\n  EOT'],
  ])("keep them %s", (_, text) => {
    expect(unquoteExpressions(text)).toBe(text);
  });
});

describe("a block", () => {
  it("has its policy on several lines", () => {
    expect(
      tidyBlock('resource "a" "b" {\n  policy = "${jsonencode({"A" = ["x"], "B:c" = ["${d.e}", "f"]})}"\n}'),
    ).toBe('resource "a" "b" {\n  policy = jsonencode({\nA = ["x"]\n"B:c" = [\nd.e,\n"f",\n]\n})\n}');
  });

  it("is on one line when it is empty", () => {
    expect(tidyBlock('data "aws_region" "r" {\n}')).toBe('data "aws_region" "r" {}');
  });

  it("refers to what it waits for", () => {
    expect(tidyBlock('resource "a" "b" {\n  depends_on = ["c.d"]\n}')).toContain("depends_on = [c.d]");
  });

  it("is found among others", () => {
    expect(topLevelBlocks('a "b" {\n c = "}"\n}\n\nd {\n}\n')).toEqual(['a "b" {\n c = "}"\n}', "d {\n}"]);
  });
});
