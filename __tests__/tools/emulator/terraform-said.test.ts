import { whatTerraformSaid } from "../../../tools/emulator/terraform-said";

/** As cdktf 0.21 prints Terraform 1.11's refusal, with --no-color; the value and the line are what nobody should see. */
const OF_CDKTF = `
1 Stack deploying     0 Stacks done     0 Stacks waiting
\x1b[2K\x1b[1A\x1b[2Kprod  Terraform will perform the following actions:

           # terraform_data.x will be created
           + resource "terraform_data" "x" {
               + input  = "hunter2"
             }

         Plan: 1 to add, 0 to change, 0 to destroy.
         terraform_data.x: Creating...

1 Stack deploying     0 Stacks done     0 Stacks waiting
\x1b[2K\x1b[1A\x1b[2Kprod  Error: Resource postcondition failed

           on cdk.tf.json line 23, in resource.terraform_data.x.lifecycle.postcondition[0]:
           23:               "condition": "\${self.output == "hunter2"}",
             ├────────────────
             │ self.output is "hunter2"

         the moon is not full


0 Stacks deploying     1 Stack done     0 Stacks waiting
`;

const OF_TERRAFORM = `╷
│ Warning: Argument is deprecated
│
│ hunter2
╵
╷
│ Error: Instance cannot be destroyed
│
│   on cdk.tf.json line 31, in resource.aws_s3_bucket.backups:
│   31:       "bucket": "hunter2",
│
│ Resource aws_s3_bucket.backups has lifecycle.prevent_destroy set, but the
│ plan calls for this resource to be destroyed.
╵
`;

describe("whatTerraformSaid", () => {
  it("is the error and where it is, without values, plans and lines of the configuration", () => {
    expect(whatTerraformSaid(OF_CDKTF)).toEqual([
      "Error: Resource postcondition failed",
      "on cdk.tf.json line 23, in resource.terraform_data.x.lifecycle.postcondition[0]:",
      "the moon is not full",
    ]);
  });

  it("is the same in Terraform's own frame", () => {
    expect(whatTerraformSaid(OF_TERRAFORM)).toEqual([
      "Error: Instance cannot be destroyed",
      "on cdk.tf.json line 31, in resource.aws_s3_bucket.backups:",
      "Resource aws_s3_bucket.backups has lifecycle.prevent_destroy set, but the",
      "plan calls for this resource to be destroyed.",
    ]);
  });

  it("is nothing where there is no error, and not endless", () => {
    expect(whatTerraformSaid("Apply complete! Resources: 1 added.")).toEqual([]);
    const many = Array.from({ length: 1000 }, (_, index) => `Error: ${index}`).join("\n");
    expect(whatTerraformSaid(many)).toHaveLength(30);
  });
});
