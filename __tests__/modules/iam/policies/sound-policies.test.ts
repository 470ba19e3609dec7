import type { Statement } from "../../../../modules/iam/policies/policy-document";
import { rememberSound } from "../../../../modules/iam/policies/sound-policies";

const token = (id: number) => `\${TfToken[TOKEN.${id}]}`;
const policy = (...resources: string[]): Statement[] => [{ sid: "A", actions: ["kms:Decrypt"], resources }];

/** A judge that was asked about each of the policies, and what it answered. */
function asked(
  problems: readonly string[],
  ...policies: readonly Statement[][]
): readonly [number, readonly string[][]] {
  let questions = 0;
  const judge = rememberSound(() => {
    questions += 1;
    return problems;
  });
  const answers = policies.map((statements) => [...judge("managed", statements)]);
  return [questions, answers];
}

describe("rememberSound", () => {
  it("judges policies once that differ in nothing but their references", () => {
    const two = [policy(token(1), token(2)), policy(token(7), token(3)), policy(token(1), token(2))];
    expect(asked([], ...two)).toEqual([1, [[], [], []]]);
  });

  it("tells apart what differs in text, kind or reason, and the same reference from two", () => {
    const different = [
      policy(token(1), token(2)),
      policy(token(1), token(1)),
      policy(token(1)),
      policy(`x${token(1)}`),
      policy(token(1).replace("$", "#")),
      policy(token(1)).map((statement) => ({ ...statement, acknowledge: { anybody: "x" } })),
    ];
    expect(asked([], ...different)[0]).toBe(different.length);
    const judge = rememberSound((kind) => (kind === "key" ? ["not a key's"] : []));
    expect([judge("managed", policy("x")), judge("key", policy("x"))]).toEqual([[], ["not a key's"]]);
  });

  it("judges a list again that its owner changed, and under another kind", () => {
    const judge = rememberSound((kind, [first]) =>
      kind === "key" || first?.sid === "B" ? ["not that"] : [],
    );
    const statements: Statement[] = policy("x");
    expect([judge("managed", statements), judge("managed", statements)]).toEqual([[], []]);
    expect(judge("key", statements)).toEqual(["not that"]);
    statements[0] = { sid: "B", actions: ["kms:Decrypt"], resources: ["x"] };
    expect(judge("managed", statements)).toEqual(["not that"]);
    statements[0] = { sid: "B", actions: [7 as unknown as string], resources: ["x"] };
    expect(judge("managed", statements)).toEqual([expect.stringContaining("must be text, got 7")]);
  });

  it("says what is wrong each time", () => {
    expect(asked(["bad"], policy("x"), policy("x"))).toEqual([2, [["bad"], ["bad"]]]);
  });
});
