import { decide } from "../../../access";
import { matrixOf } from "../../../access/matrix/matrix";
import { modelsOf } from "../../../access/model/from-text";
import { findingsIn } from "../../../access/rules/check";
import { RULES } from "../../../access/rules/rule";
import { accessStack, type Edit } from "../../helpers/stacks/access-stack";

const find = (edit?: Edit) =>
  modelsOf([{ name: "s", path: "s.json", text: accessStack(edit) }], "g").flatMap((model) =>
    findingsIn(matrixOf(model, decide), decide),
  );
const replace =
  (from: string, to: string): Edit =>
  (text) => {
    if (!text.includes(from)) throw new Error(`the stack does not say ${from}`);
    return text.replaceAll(from, to);
  };
const conditioned = (condition: string) => replace('"kms:EncryptionContext:what":"backup/in/*"', condition);
const statement = (text: string) => replace('{"Sid":"Root"', `${text},{"Sid":"Root"`);

const CASES: readonly (readonly [rule: keyof typeof RULES, what: string, edit: Edit])[] = [
  ["key-policy-unchangeable", "'vault'", replace("kms:PutKeyPolicy", "kms:TagResource")],
  [
    "anybody",
    "Any of aws_kms_key.k",
    statement('{"Sid":"Any","Effect":"Allow","Principal":"*","Action":"kms:Encrypt","Resource":"*"}'),
  ],
  [
    "anybody",
    "Any of aws_kms_key.k",
    statement(
      '{"Sid":"Any","Effect":"Allow","Principal":{"AWS":["*"]},"Action":"kms:Encrypt","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}',
    ),
  ],
  [
    "anybody",
    "Any of aws_kms_key.k",
    statement(
      '{"Sid":"Any","Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:role/reader"},"Action":"kms:Encrypt","Resource":"*"}',
    ),
  ],
  [
    "service-without-source",
    "sns.amazonaws.com",
    statement(
      '{"Sid":"S","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*"}',
    ),
  ],
  ["writer-does-more", "read", replace('["s3:GetObject"]', '["s3:GetObject","s3:PutObject"]')],
  ["writer-does-more", "overwrite", replace(',"Condition":{"Null":{"s3:if-none-match":"false"}}', "")],
  [
    "writer-does-more",
    "delete for good",
    replace('["s3:GetObject"]', '["s3:DeleteObjectVersion","s3:PutObject"]'),
  ],
  [
    "decrypt-without-context",
    "'keeper'",
    (text) =>
      replace(
        '["kms:PutKeyPolicy","kms:DisableKey"]',
        '["kms:PutKeyPolicy","kms:Decrypt"]',
      )(
        replace(
          '"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::b"',
          '"kms:EncryptionContext:what":"x"',
        )(text),
      ),
  ],
  [
    "never-matches",
    "AWS knows no condition key 'kms:EncryptionKontext'",
    conditioned('"kms:EncryptionKontext":"x"'),
  ],
  ["never-matches", "AWS sends 's3:prefix' with none of its actions", conditioned('"s3:prefix":"x"')],
  [
    "never-matches",
    "kms:ResourceAliases never matches in a key policy",
    conditioned('"kms:ResourceAliases":"alias/x"'),
  ],
  [
    "never-matches",
    "must be absent, and must have a value",
    replace('"StringLike":{', '"Null":{"kms:EncryptionContext:what":"true"},"StringLike":{'),
  ],
  ["unknown-action", "'kms:Decript' names no action of kms", replace('["kms:Decrypt"]', '["kms:Decript"]')],
  ["unknown-action", "AWS has no service 'kmz'", replace('["kms:Decrypt"]', '["kmz:Decrypt"]')],
  ["no-data-key", "'reader'", replace('["kms:Decrypt"]', '["kms:Decrypt","kms:Encrypt"]')],
  [
    "bucket-key-out-of-reach",
    "'writer'",
    replace("s3.eu-west-1.amazonaws.com", "s3.eu-west-2.amazonaws.com"),
  ],
  [
    "deletes-otherwise",
    "s3:PutLifecycleConfiguration",
    replace(
      '"s3:GetObject"],"Resource":"arn:aws:s3:::b/in/*"',
      '"s3:PutLifecycleConfiguration"],"Resource":"arn:aws:s3:::b"',
    ),
  ],
  [
    "deletes-otherwise",
    "s3:UpdateObjectEncryption",
    replace('"s3:GetObject"]', '"s3:GetObject","s3:UpdateObjectEncryption"]'),
  ],
  ["short-deletion-window", "7 days", replace('"deletion_window_in_days":30', '"deletion_window_in_days":7')],
  [
    "not-judged",
    "AIDAEXAMPLE",
    statement(
      '{"Sid":"Gone","Effect":"Allow","Principal":{"AWS":"AIDAEXAMPLE"},"Action":"kms:Encrypt","Resource":"*"}',
    ),
  ],
];

describe("rules", () => {
  it("find nothing in a stack that does what it says", () => {
    expect(find()).toEqual([]);
  });

  it.each(CASES)("%s: %s", (rule, what, edit) => {
    const found = find(edit).filter((each) => each.rule === rule);
    expect(found).not.toEqual([]);
    expect(found[0]?.problem).toContain(what);
    expect(found[0]?.severity).toBe(RULES[rule].severity);
  });

  it("are all tried", () => {
    expect([...new Set(CASES.map(([rule]) => rule))].sort()).toEqual(Object.keys(RULES).sort());
  });

  it("let be what a bounded statement for everybody says, and what a stack accepts with a reason", () => {
    const any =
      '{"Sid":"Any","Effect":"Allow","Principal":"*","Action":"kms:DescribeKey","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}';
    expect(find(statement(any))).toEqual([]);
    const note =
      '"deletion_window_in_days":7,"//":{"relaxations":[{"what":"key: short-deletion-window","reason":"for tests"}]}';
    expect(find(replace('"deletion_window_in_days":30', note))).toMatchObject([
      { rule: "short-deletion-window", accepted: "for tests" },
    ]);
  });
});
