import { type Lookup, referencesIn, resolveValue } from "../../../../tools/emulator/apply/evaluate";

const lookup: Lookup = (address, path) =>
  ({ text: "T", number: 7, list: ["a", "b"], where: address, path })[String(path[0])];

describe("template", () => {
  it.each([
    ["text without a template", "plain", "plain"],
    ["a reference in text", "arn:${aws_x.a.text}:end", "arn:T:end"],
    ["a number in text", "n=${aws_x.a.number}", "n=7"],
    ["an escaped IAM variable", '{"a":"$${aws:username}"}', '{"a":"${aws:username}"}'],
    ["an escaped directive", "100%%{x}", "100%{x}"],
    ["a dollar that starts nothing", "$5 and $", "$5 and $"],
    ["a reference inside policy JSON", '{"R":["${aws_x.a.text}/*"],"B":"}"}', '{"R":["T/*"],"B":"}"}'],
    ["the address of a data source", "${data.aws_x.a.where}", "data.aws_x.a"],
    ["a join", '${join(", ", ["x", aws_x.a.text])}', "x, T"],
    ["a join of a list", '${join("-", aws_x.a.list)}', "a-b"],
    ["a string literal with escapes", '${"a\\"b\\n\\u0041${aws_x.a.text}"}', 'a"b\nAT'],
  ])("resolves %s", (_what, text, expected) => {
    expect(resolveValue(text, lookup)).toBe(expected);
  });

  it("keeps the type of an expression that stands alone", () => {
    expect(resolveValue(["${aws_x.a.number}", "${aws_x.a.list}", "${true}", "${[1, null]}"], lookup)).toEqual(
      [7, ["a", "b"], true, [1, null]],
    );
  });

  it.each([
    ['${(aws_x.a.text == "T")}', true],
    ['${(aws_x.a.text == "t")}', false],
    ["${(aws_x.a.number == 7)}", true],
  ])("compares: %s", (text, expected) => {
    expect(resolveValue(text, lookup)).toBe(expected);
  });

  it("follows indexes", () => {
    expect(resolveValue('${aws_x.a.path[0]["k"].n}', (_address, path) => path)).toEqual([
      "path",
      0,
      "k",
      "n",
    ]);
  });

  it("encodes JSON as Terraform does: keys sorted, angle brackets escaped", () => {
    expect(resolveValue('${jsonencode({"b" = aws_x.a.list, a = "<&>"})}', lookup)).toBe(
      '{"a":"\\u003c\\u0026\\u003e","b":["a","b"]}',
    );
  });

  it("leaves out null, which Terraform treats as not given", () => {
    expect(resolveValue({ a: null, b: { c: "${null}", d: 1 } }, lookup)).toEqual({ b: { d: 1 } });
  });

  it.each([
    ["${upper(aws_x.a.text)}", /function 'upper' not mapped/],
    ["${aws_x.a.number + 1}", /'}' expected not mapped/],
    ["${aws_x.a[*].id}", /not mapped/],
    ["${var.name}", /reference to 'var' not mapped/],
    ["${local.name}", /reference to 'local' not mapped/],
    ["%{if true}x%{endif}", /template directive not mapped/],
    ["${aws_x.a.text", /'}' expected/],
    ['${"open}', /unterminated string/],
    ["n=${aws_x.a.list}", /a template can only hold/],
  ])("fails at %s", (text, message) => {
    expect(() => resolveValue(text, lookup)).toThrow(message);
  });
});

describe("references", () => {
  it("are found anywhere: in lists, in policy text, in calls", () => {
    const value = {
      a: ["${aws_x.one.arn}"],
      b: '{"R":"${data.aws_y.two.id}"}',
      c: '${join(",", [aws_x.three.id])}',
    };
    expect([...referencesIn(value)]).toEqual(["aws_x.one", "data.aws_y.two", "aws_x.three"]);
  });

  it("are not found where the template is escaped", () => {
    expect(referencesIn("$${aws_x.one.arn}").size).toBe(0);
  });
});
