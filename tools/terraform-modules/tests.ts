/** Tests for those who have the provider: `terraform test` in the module's folder. */
import { exampleValues } from "./examples";
import { literal } from "./hcl";
import type { Fields } from "./shape";

export function testsOf(preset: string, fields: Fields): Readonly<Record<string, string>> {
  const { minimal, complete } = exampleValues(preset, fields);
  return {
    "tests/plan.tftest.hcl": `# No account is needed: what AWS would answer is made up.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
}

variables {
  name = "test"
}

${run("minimal", minimal)}
${run("complete", complete)}
run "refuses_a_name_that_is_none" {
  command = plan

  variables {
    name = "no name"
${assignments(minimal)}  }

  expect_failures = [var.name]
}
`,
  };
}

const assignments = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `    ${name} = ${literal(value)}\n`)
    .join("");

function run(name: string, values: Readonly<Record<string, unknown>>): string {
  return `run "${name}" {
  command = plan

  variables {
${assignments(values)}  }
}
`;
}
