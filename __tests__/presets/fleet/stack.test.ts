import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../../config";
import { FleetStack, fleetSchema } from "../../../presets/fleet";
import { CLAIM_VARIANTS } from "../../../presets/fleet/claims";
import { concurrencyFor } from "../../../presets/fleet/limits";
import { synthStack, withApp } from "../../helpers/stacks/synth";

const ROOT = join(__dirname, "../../..");
const GOLDEN = join(ROOT, "__tests__/golden/fleet.json");
const EXAMPLE = "examples/fleet.yaml";
const DEPLOYMENT = {
  region: "eu-central-1",
  backend: { type: "local", path: "terraform.{stack}.tfstate" },
} as const;
const WITH_MACHINE = CLAIM_VARIANTS["rewrap, by a state machine too, with a path and a boundary"];
const { verify, fixity } = CLAIM_VARIANTS;

const whole = (config: object) => ({ preset: "fleet", region: "eu-central-1", ...config });
const problems = (config: object) =>
  fleetSchema
    .safeParse(whole(config))
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
const stackOf = (config: object) =>
  withApp((app) =>
    synthStack(
      new FleetStack(app, "fleet", { config: fleetSchema.parse(whole(config)), deployment: DEPLOYMENT }),
    ),
  );

/** Policies as objects, so that a change of one shows as such in a review. */
const readable = (key: string, value: unknown): unknown =>
  ["policy", "assume_role_policy"].includes(key) ? JSON.parse(String(value)) : value;

describe("fleet stack", () => {
  it("is what the golden file says (UPDATE_GOLDEN=1 rewrites it, to be read in review)", () => {
    const text = `${JSON.stringify(stackOf(WITH_MACHINE).json, readable, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("has neither function nor state machine for what S3 does itself", () => {
    const { json } = stackOf(fixity);
    expect(
      Object.keys(json.resource ?? {}).filter((type) => /lambda|sfn|alarm|log_group/.test(type)),
    ).toEqual([]);
    expect(Object.keys(json.output ?? {})).not.toContain("function_arn");
  });

  it("runs the state machine of the file", () => {
    const { definition } = stackOf(WITH_MACHINE).resource("aws_sfn_state_machine") as { definition: string };
    expect(definition).toBe(`\${file("/opt/sealstack/fleet-state-machine.asl.json")}`);
  });

  it("takes the package by path, and sees when it changes", () => {
    const made = stackOf({ ...verify, function: { package: { path: "/opt/fleet-handler.zip" } } });
    const { filename, source_code_hash: hash } = made.resource("aws_lambda_function") as Record<
      string,
      string
    >;
    expect(filename).toBe("/opt/fleet-handler.zip");
    expect(hash).toContain("filebase64sha256");
  });

  it("alarms whom the configuration names", () => {
    const topicArns = ["arn:aws:sns:eu-central-1:111122223333:alerts"];
    const { json } = stackOf({ ...WITH_MACHINE, alarms: { topicArns } });
    const alarms = Object.values(
      (json.resource as Record<string, object>).aws_cloudwatch_metric_alarm ?? {},
    ) as Record<string, unknown>[];
    expect(alarms).toHaveLength(6);
    expect(new Set(alarms.map(({ alarm_actions }) => JSON.stringify(alarm_actions)))).toEqual(
      new Set([JSON.stringify(topicArns)]),
    );
  });

  it("keeps the function below the rate of KMS, unless it is told otherwise", () => {
    const concurrency = (given: object) =>
      stackOf({ ...WITH_MACHINE, function: { ...WITH_MACHINE.function, ...given } }).resource(
        "aws_lambda_function",
      )?.reserved_concurrent_executions;
    expect(concurrency({})).toBe(166); // 5,000 × 0.1 s / 3
    expect(concurrency({ kmsRequestsPerSecond: 900 })).toBe(30);
    expect(concurrency({ reservedConcurrency: 7 })).toBe(7);
    expect(concurrencyFor("verify", 1)).toBe(1);
    expect(concurrencyFor("verify", 100_000)).toBe(900);
  });

  it.each<[object, string]>([
    [{ ...verify, operation: "delete" }, "operation: must be one of verify, verify-quick"],
    [{ ...verify, function: undefined }, "function: is needed for operation 'verify', got none"],
    [{ ...verify, backups: fixity.backups }, "backups.roleArn: is needed for operation 'verify', got none"],
    [{ ...fixity, function: verify.function }, "function: must be left out: S3 does 'fixity' itself"],
    [{ ...fixity, backups: verify.backups }, "backups.roleArn: must be left out"],
    [{ ...fixity, stateMachine: WITH_MACHINE.stateMachine }, "stateMachine: must be left out"],
    [
      { ...fixity, backups: { ...fixity.backups, prefixes: ["a/", "a/b/"] } },
      "backups.prefixes: prefixes must not",
    ],
    [{ ...fixity, backups: { ...fixity.backups, keyArns: [] } }, "backups.keyArns: "],
    [
      {
        ...fixity,
        region: "eu-west-1",
        backups: { ...fixity.backups, keyArns: fixity.backups.keyArns.slice(1) },
      },
      "backups.keyArns.0: must be of the stack's region 'eu-west-1', got 'eu-central-1'",
    ],
    [
      { ...fixity, backups: { ...fixity.backups, keyArns: [0, 0].map(() => fixity.backups.keyArns[0]) } },
      "backups.keyArns.1: must be given once",
    ],
    [{ ...verify, function: { ...verify.function, memoryMiB: 512 } }, "function.memoryMiB: must be"],
    [
      { ...verify, function: { ...verify.function, reservedConcurrency: 0 } },
      "function.reservedConcurrency: must",
    ],
    [{ ...verify, alarms: { topicArns: ["alerts"] } }, "alarms.topicArns.0: must be the ARN of an SNS topic"],
    [
      { ...WITH_MACHINE, stateMachine: { definition: "x.json" } },
      "stateMachine.definition: must be an absolute path",
    ],
  ])("refuses %j", (config, message) => {
    expect(problems(config)).toEqual([expect.stringContaining(message)]);
  });
});

describe(EXAMPLE, () => {
  const text = readFileSync(join(ROOT, EXAMPLE), "utf8");
  const { fleet } = parseConfig(text, EXAMPLE).stacks;

  it("shows every key", () => {
    const keys = Object.entries({ ...fleet, ...fleetSchema.parse(whole(WITH_MACHINE)) }).flatMap(
      ([name, value]) =>
        typeof value === "object" && !Array.isArray(value) ? [name, ...Object.keys(value)] : [name],
    );
    expect(keys.filter((key) => !new RegExp(`^ *(# *)?(- )?${key}:`, "m").test(text))).toEqual([]);
  });

  it("can be synthesized", () => {
    expect(stackOf(fleet as object).output("function_arn")).toBeDefined();
  });
});
