import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { awsEnvironment } from "../../../modules/iam";
import { emptyStack } from "../../helpers/calls/call";
import { synth, withApp } from "../../helpers/stacks/synth";

/** Types of the data sources of a stack. */
const dataOf = ({ json }: ReturnType<typeof synth>) => Object.keys((json.data ?? {}) as object);

describe("awsEnvironment", () => {
  it("looks up partition, account and region once a stack, from wherever it is asked", () => {
    const json = synth((stack) => {
      const env = awsEnvironment(stack);
      expect(awsEnvironment(new Construct(new Construct(stack, "a"), "b"))).toBe(env);
      expect(awsEnvironment(stack, { region: "eu-west-1" }).accountId).toBe(env.accountId);
    });
    expect(json.json.data).toMatchObject({
      aws_partition: { "current-partition": {} },
      aws_caller_identity: { "current-account": {} },
      aws_region: { "current-region": {} },
    });
  });

  it("looks up nothing that is given, and takes partition and domain from a region", () => {
    const json = synth((stack) => {
      const account = { accountId: "111122223333" };
      expect(awsEnvironment(stack, { ...account, region: "eu-central-1" })).toMatchObject({
        ...account,
        region: "eu-central-1",
        partition: "aws",
        dnsSuffix: "amazonaws.com",
      });
      expect(awsEnvironment(stack, { ...account, region: "cn-north-1" })).toMatchObject({
        partition: "aws-cn",
        dnsSuffix: "amazonaws.com.cn",
      });
    });
    expect(dataOf(json)).toEqual([]);
  });

  it("looks up the partition of a region that only Terraform knows", () => {
    const json = synth((stack) => {
      const region = new TerraformVariable(stack, "region", { type: "string" }).stringValue;
      const env = awsEnvironment(stack, { accountId: "111122223333", region });
      expect(env.region).toBe(region);
      expect(env.byPartition?.({ "aws-cn": "x" }, "y")).toContain("TfToken");
    });
    expect(dataOf(json)).toEqual(["aws_partition"]);
  });

  it("is another one in another stack", () => {
    withApp(() => expect(awsEnvironment(emptyStack())).not.toBe(awsEnvironment(emptyStack())));
  });

  it.each([
    [{ region: "eu-central" }, "given.region must be a region such as 'eu-central-1', got 'eu-central'"],
    [{ region: "eu-central-1a" }, "got 'eu-central-1a'"],
    [{ accountId: "1234" }, "given.accountId must be twelve digits, got '1234'"],
    [{ partition: "AWS" }, "given.partition must be a partition such as 'aws' or 'aws-cn', got 'AWS'"],
    [{ dnsSuffix: "https://amazonaws.com" }, "given.dnsSuffix must be a domain such as 'amazonaws.com'"],
  ])("fails on %j", (given, problem) => {
    expect(() => awsEnvironment(emptyStack(), given)).toThrow(problem);
  });
});
