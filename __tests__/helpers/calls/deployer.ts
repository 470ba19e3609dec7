import { App, type TerraformStack } from "cdktf";
import * as deployer from "../../../modules/deployer";
import * as iam from "../../../modules/iam";
import * as presets from "../../../presets";
import { ENVIRONMENT } from "../processes/environment";
import { synthStack } from "../stacks/synth";
import { builder, type Call, construct } from "./call";

const REGION = "eu-central-1";

/** A stack that somebody deploys. */
export function deployedStack(stack: TerraformStack): TerraformStack {
  const app = App.of(stack) as App;
  return presets.addStack(app, "releases", { preset: "signing", region: REGION }, { region: REGION });
}

/** The same as JSON. */
function written(stack: TerraformStack): unknown {
  const releases = deployedStack(stack);
  deployer.tagForDeployer(releases);
  return synthStack(releases).json;
}

export const DEPLOYER_CALLS: readonly Call[] = [
  construct(deployer.Deployer, (stack) => ({
    env: ENVIRONMENT,
    name: "deploy-releases",
    stacks: [deployedStack(stack)],
    trust: [iam.serviceTrust("ec2", ENVIRONMENT)],
    planTrust: [iam.serviceTrust("ec2", ENVIRONMENT)],
    path: "/platform/",
    permissionsBoundary: "arn:aws:iam::111122223333:policy/bound",
    tags: { team: "platform" },
  })),
  {
    name: "deployerStatements",
    given: () => ({ env: { ...ENVIRONMENT, byPartition: () => "x" }, mode: "plan" }),
    call: (stack, props) => deployer.deployerStatements(written(stack), props),
  },
  builder("tagForDeployer", deployer.tagForDeployer, (stack) => ({ stack })),
];
