/**
 * Functions and state machines, by name.
 *
 * Sources: Service Authorization Reference of Lambda and Step Functions, for what an action takes; terraform-provider-aws 6,
 * `internal/service/{lambda,sfn}`.
 */
import { also, anywhere, arnIn, type Row, rowOn } from "../row";
import type { Block } from "../stack-blocks";
import { passRole } from "./pass-role";

type Env = Parameters<Row["read"]>[1];

const functionArns = (block: Block, env: Env) => {
  const arn = arnIn(env, "lambda", block.region, `function:${block.text("function_name")}`);
  return [arn, `${arn}:*`];
};

const machineArns = (block: Block, env: Env) => [
  arnIn(env, "states", block.region, `stateMachine:${block.text("name")}`),
];

/** The package, where it is an object: Lambda reads it with the permissions of who deploys. */
const readsPackage: Row["change"] = (block, { partition }) =>
  block.has("s3_bucket")
    ? [
        {
          actions: [block.has("s3_object_version") ? "s3:GetObjectVersion" : "s3:GetObject"],
          resources: [`arn:${partition}:s3:::${block.text("s3_bucket")}/${block.text("s3_key")}`],
        },
      ]
    : [];

export const COMPUTE_ROWS: Readonly<Record<string, Row>> = {
  aws_lambda_function: also(
    also(
      rowOn(functionArns, {
        read: ["lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:ListVersionsByFunction"],
        change: [
          "lambda:CreateFunction",
          "lambda:DeleteFunctionConcurrency",
          "lambda:GetFunctionConfiguration",
          "lambda:PublishVersion",
          "lambda:PutFunctionConcurrency",
          "lambda:TagResource",
          "lambda:UntagResource",
          "lambda:UpdateFunctionCode",
          "lambda:UpdateFunctionConfiguration",
        ],
        remove: ["lambda:DeleteFunction"],
      }),
      { change: passRole("role", "lambda") },
    ),
    { change: readsPackage },
  ),
  aws_sfn_state_machine: also(
    rowOn(machineArns, {
      read: ["states:DescribeStateMachine", "states:ListStateMachineVersions", "states:ListTagsForResource"],
      change: [
        "states:CreateStateMachine",
        "states:TagResource",
        "states:UntagResource",
        "states:UpdateStateMachine",
      ],
      remove: ["states:DeleteStateMachine"],
    }),
    { read: anywhere("states:ValidateStateMachineDefinition"), change: passRole("role_arn", "states") },
  ),
};
