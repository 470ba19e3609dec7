/** What a stack does not know fails whoever reads it, and nobody else. */
import { stackValues } from "../../../tools/policy-check/stack-values";

const machine = {
  name: "m",
  definition: `\${file("/opt/machine.json")}`,
  role_arn: `\${aws_iam_role.r.arn}`,
};
const read = () =>
  stackValues(JSON.stringify({ resource: { aws_sfn_state_machine: { m: machine } } })).resources[0]
    ?.attributes;

describe("stackValues", () => {
  it("reads what stands beside the text of a file", () => {
    expect(read()?.name).toBe("m");
  });

  it.each([
    ["definition", "'file(…)' cannot be known before deployment"],
    ["role_arn", "'aws_iam_role.r' is referred to, but not in the stack"],
  ])("fails where %s is read, alone or with all", (name, message) => {
    const attributes = read();
    expect(() => attributes?.[name]).toThrow(message);
    expect(() => JSON.stringify(attributes)).toThrow("'");
  });
});
