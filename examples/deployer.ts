/** Roles that deploy: each part between `#region` and `#endregion` stands in docs/modules/deployer.md. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, type TerraformStack } from "cdktf";
import { Deployer, deployerStatements, tagForDeployer } from "../modules/deployer";
import { awsEnvironment, githubSubject, githubTrust, OidcProvider } from "../modules/iam";
import { SigningStack } from "../presets/signing";

/** Adds every example to a stack. */
export function addDeployer(stack: TerraformStack): void {
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  const app = App.of(stack) as App;
  const env = awsEnvironment(stack);

  // #region Deployer
  const releases = new SigningStack(app, "releases", {
    config: {
      region: "eu-central-1",
      key: { alias: "alias/releases" },
      signer: { trust: [{ type: "ec2" }] },
    },
    deployment: {},
  });
  const { providerArn } = new OidcProvider(stack, "github", {
    url: "https://token.actions.githubusercontent.com",
  });
  new Deployer(stack, "deployer", {
    env,
    name: "deploy-releases",
    stacks: [releases],
    trust: [
      githubTrust({ providerArn, subjects: [githubSubject.environment("acme/platform", "production")] }),
    ],
    planTrust: [githubTrust({ providerArn, subjects: [githubSubject.pullRequest("acme/platform")] })],
  });
  // #endregion

  // #region deployerStatements
  tagForDeployer(releases);
  const synthesized = releases.toTerraform(); // or the parsed cdk.tf.json
  const least = deployerStatements(synthesized, {
    env: { partition: "aws", dnsSuffix: "amazonaws.com", accountId: "111122223333", region: "eu-central-1" },
    mode: "plan",
  });
  // #endregion
  if (least.length === 0) throw new TypeError("a plan reads something");
}
