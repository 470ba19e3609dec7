import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, type TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { type AwsEnvironment, awsEnvironment, boundPermissions, placeRoles } from "../../../modules/iam";
import { shown } from "../../../modules/show-value";
import { type Backend, backendOf } from "../config/backend";
import type { PerimeterConfig } from "../config/perimeter-schema";
import type { FullDeployment } from "../config/preset-props";
import type { RolesConfig } from "../config/roles-schema";
import { drawPerimeter } from "./perimeter";

export type { Deployment } from "../config/preset-props";

/** A stack with what every preset needs: the provider, the backend, and where it is deployed. */
export abstract class AwsStack extends TerraformStack {
  /** Tokens of data sources, so that nothing of it is written down in a policy. */
  protected readonly env: AwsEnvironment;
  private readonly addresses = new Map<string, string>();

  /** @param deployment how to deploy; without it, the stack is a module whose caller brings provider and state */
  constructor(scope: Construct, id: string, deployment: FullDeployment | undefined) {
    super(scope, id);
    if (deployment !== undefined) {
      const { region, accountId } = deployment;
      new AwsProvider(this, "aws", {
        region,
        ...(accountId === undefined ? {} : { allowedAccountIds: [accountId] }),
      });
      if (deployment.backend !== undefined) this.keepState(backendOf(deployment.backend, id));
    }
    this.env = awsEnvironment(this);
  }

  /** Gives every role of the stack what the configuration asks of all of them; those of modules, and those added later, too. */
  protected allRoles({ path, permissionsBoundary }: RolesConfig): void {
    if (path !== "/") placeRoles(this, path);
    if (permissionsBoundary !== undefined) boundPermissions(this, permissionsBoundary);
  }

  /**
   * Draws the data perimeter that the configuration asks for, around every key and bucket of the stack, those of modules and those added later included.
   *
   * @param serviceRoles ARNs of roles of other accounts with which S3 uses the buckets
   */
  protected perimeter(config: PerimeterConfig | undefined, serviceRoles: readonly string[] = []): void {
    if (config !== undefined) drawPerimeter(this, config, { env: this.env, serviceRoles });
  }

  /** An output under exactly this name. */
  protected output(name: string, description: string, value: unknown, sensitive = false): void {
    new TerraformOutput(this, name, {
      staticId: true,
      description,
      value,
      ...(sensitive ? { sensitive } : {}),
    });
  }

  /**
   * Addresses in the state that people can read and type, such as `aws_s3_bucket_versioning.backups_versioning`: cdktf's own end in a
   * hash. The primary resource of a construct has the id `Default`, which is left out.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = "node" in element ? element.node : element;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const address = ids
      .filter((part) => part !== "Default")
      .join("_")
      .replaceAll("-", "_");
    const owner = this.addresses.get(address);
    if (owner !== undefined && owner !== node.path)
      throw new Error(
        `constructs ${shown(owner)} and ${shown(node.path)} have the same address ${shown(address)}`,
      );
    this.addresses.set(address, node.path);
    return address;
  }

  private keepState(backend: Backend): void {
    if (backend.type === "local") {
      new LocalBackend(this, { path: backend.path });
      return;
    }
    const { bucket, key, region, kmsKeyId, profile } = backend;
    new S3Backend(this, {
      bucket,
      key,
      region,
      encrypt: true,
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      ...(profile === undefined ? {} : { profile }),
    });
    // cdktf 0.21 has no prop for the lock file, and DynamoDB, which it has, is deprecated since Terraform 1.11.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}
