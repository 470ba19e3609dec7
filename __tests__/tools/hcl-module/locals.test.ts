import { withLocals } from "../../../tools/hcl-module/locals";

const ACCOUNT = "data.aws_caller_identity.c.account_id";
const PARTITION = "data.aws_partition.p.partition";

const outcome = (...blocks: string[]) => {
  const { locals, blocks: after } = withLocals(blocks);
  return [...locals, ...after];
};

describe("locals", () => {
  it("name nothing that stands there once", () => {
    const blocks = [`output "a" {\n value = ${ACCOUNT}\n}`, 'output "b" {\n value = "x"\n}'];
    expect(outcome(...blocks)).toEqual(blocks);
  });

  it("name a data source by its attribute, and tell two of them apart", () => {
    expect(
      outcome(
        `a = ${ACCOUNT}`,
        `b = "x\${${ACCOUNT}}"`,
        "c = data.x.y.account_id",
        "d = data.x.y.account_id",
      ),
    ).toEqual([
      `locals {\naccount_id = ${ACCOUNT}\naccount_id_2 = data.x.y.account_id\n}`,
      "a = local.account_id",
      'b = "x${local.account_id}"',
      "c = local.account_id_2",
      "d = local.account_id_2",
    ]);
  });

  it("name a bucket that is made of its account, and its ARN", () => {
    const bucket = `resource "aws_s3_bucket" "logs" {\n  bucket = "logs-\${${ACCOUNT}}"\n}`;
    const arn = (rest: string) => `r = "arn:\${${PARTITION}}:s3:::logs-\${${ACCOUNT}}${rest}"`;
    expect(outcome(bucket, arn(""), arn("/a/*"), arn("-2"))).toEqual([
      [
        "locals {",
        `account_id = ${ACCOUNT}`,
        `partition = ${PARTITION}`,
        'logs_name = "logs-${local.account_id}"',
        'logs_arn = "arn:${local.partition}:s3:::${local.logs_name}"',
        "}",
      ].join("\n"),
      'resource "aws_s3_bucket" "logs" {\n  bucket = local.logs_name\n}',
      "r = local.logs_arn",
      'r = "${local.logs_arn}/a/*"',
      // Another bucket, whose name begins with that of the first.
      'r = "arn:${local.partition}:s3:::logs-${local.account_id}-2"',
    ]);
  });

  it("name the account's root and other ARNs by service and type", () => {
    const root = `"arn:\${${PARTITION}}:iam::\${${ACCOUNT}}:root"`;
    const trail = `"arn:\${${PARTITION}}:cloudtrail:eu-central-1:\${${ACCOUNT}}:trail/main"`;
    const [locals = ""] = outcome(`a = ${root}`, `b = ${root}`, `c = ${trail}`, `d = ${trail}`);
    expect(locals).toContain('account_root_arn = "arn:${local.partition}:iam::${local.account_id}:root"');
    expect(locals).toContain("cloudtrail_trail_arn = ");
  });

  it("name long lists of actions by their last statement, and leave short ones", () => {
    const list = (...actions: string[]) => `[\n${actions.map((action) => `"${action}",\n`).join("")}]`;
    const long = list("a:A", "a:B", "a:C", "a:D", "a:E");
    const statement = (sid: string, actions: string) => `{\nSid = "${sid}"\nAction = ${actions}\n}`;
    expect(
      outcome(
        statement("One", long),
        statement("ManageKey", long),
        statement("B", list("x", "y")),
        statement("C", list("x", "y")),
      ),
    ).toEqual([
      `locals {\nmanage_key_actions = ${long}\n}`,
      statement("One", "local.manage_key_actions"),
      statement("ManageKey", "local.manage_key_actions"),
      statement("B", list("x", "y")),
      statement("C", list("x", "y")),
    ]);
  });

  it("take calls out of texts, which not everything that reads HCL understands there", () => {
    expect(outcome('a = "logs.${lookup({ "aws-cn" = "amazonaws.com.cn" }, x.y, "amazonaws.com")}"')).toEqual([
      'locals {\ndns_suffix = lookup({ "aws-cn" = "amazonaws.com.cn" }, x.y, "amazonaws.com")\n}',
      'a = "logs.${local.dns_suffix}"',
    ]);
  });
});
