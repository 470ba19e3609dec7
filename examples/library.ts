/** A platform team's own stack, and a preset beside it: all of it stands in docs/library.md. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { awsEnvironment, Role, serviceTrust } from "../modules/iam";
import { Key } from "../modules/kms";
import { EtcdCaBackupStack } from "../presets/etcd-ca-backup";
import { SigningStack } from "../presets/signing";

const region = "eu-central-1";

class Platform extends TerraformStack {
  constructor(app: App) {
    super(app, "platform");
    new AwsProvider(this, "aws", { region });
    const env = awsEnvironment(this);
    const reports = new Role(this, "reports", {
      name: "reports",
      description: "Writes reports.",
      trust: [serviceTrust("ec2", env)],
    });
    new Key(this, "key", {
      description: "Reports",
      aliases: ["alias/reports"],
      policy: { env, encryptOnly: [reports.roleArn] },
    });
  }
}

/** Everything that is not said has the default that `sealstack.yaml` has. */
export function addStacks(app: App): void {
  new Platform(app);
  new EtcdCaBackupStack(app, "backups", { config: { region }, deployment: {} });
  new SigningStack(app, "releases", {
    config: { region, key: { alias: "alias/releases" }, signer: { trust: [{ type: "ec2" }] } },
    deployment: { backend: { type: "local", path: `${__dirname}/terraform.{stack}.tfstate` } },
  });
}

if (require.main === module) {
  const app = new App();
  addStacks(app);
  app.synth();
}
